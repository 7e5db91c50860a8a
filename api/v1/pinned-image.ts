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

/**
 * The id by which an engine may still have a pinned image that no name leads to any more: where images are kept by containerd, an id is a
 * digest, and an image that was built there has one as well.
 */
export function pinnedId(pinned: string): string {
  return pinned.slice(pinned.indexOf('@') + 1)
}
