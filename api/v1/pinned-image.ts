import type { V1RevisionSpec } from './generated/types.ts'

/**
 * The digest reference, or else image id, that a revision pins an image to; undefined if it pins none. Checks own properties only, as an
 * image may be named `constructor`.
 */
export function pinnedImage(spec: Pick<V1RevisionSpec, 'imageDigests'> | undefined, image = ''): string | undefined {
  const { imageDigests = {} } = spec ?? {}
  return Object.hasOwn(imageDigests, image) ? imageDigests[image] : undefined
}

/** Whether an image is named by its id on an engine. No registry knows such a name. */
export function isImageId(name: string): boolean {
  return name.startsWith('sha256:')
}

/**
 * The id by which an engine may still have a pinned image that no name refers to any more. With the containerd image store an id is a
 * digest, and images built there have one too.
 */
export function pinnedId(pinned: string): string {
  return pinned.slice(pinned.indexOf('@') + 1)
}
