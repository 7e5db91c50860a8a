import type { V1RevisionSpec } from './generated/types.ts'

/** What a revision's image is pinned by; an image may be called as what every object has, as `constructor`. */
export function pinnedImage(spec: Pick<V1RevisionSpec, 'imageDigests'> | undefined, image = ''): string | undefined {
  const { imageDigests = {} } = spec ?? {}
  return Object.hasOwn(imageDigests, image) ? imageDigests[image] : undefined
}

/** Whether an image is named by its id on an engine, by which no registry knows it. */
export function isImageId(name: string): boolean {
  return name.startsWith('sha256:')
}
