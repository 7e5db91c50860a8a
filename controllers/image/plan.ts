import type { ImageInspect } from '../../engine/types/image.ts'
import type { OwnImage } from './own.ts'

/** One image of ours on its node. */
export interface ImageView {
  readonly own: OwnImage
  /** The image as inspected; absent: it is gone from the node. */
  readonly found?: ImageInspect
  /** The name of a container that was made from it, whoever made that. */
  readonly container?: string
  /** What may need each image, in words, by its names, digests and ids. */
  readonly needed: ReadonlyMap<string, string>
}

/** What to do with an image, and why. */
export type ImagePlan =
  | { readonly do: 'forget' }
  | { readonly do: 'keep'; readonly because: string }
  /** Removes each of these names; the image goes with the last one. */
  | { readonly do: 'remove'; readonly names: readonly string[]; readonly sizeBytes: number }

/**
 * Decides whether an image may be removed: no container was made from it, nothing declared or kept needs it, and we gave it all of its
 * tags. A tag that others set is not ours to remove (S4).
 */
export function planImageRemoval({ own, found, container, needed }: ImageView): ImagePlan {
  if (!found) return { do: 'forget' }
  const [tags, digests] = [found.RepoTags ?? [], found.RepoDigests ?? []]
  const foreign = tags.find((tag) => !own.names.includes(tag))
  if (foreign !== undefined) return { do: 'keep', because: `it is ${foreign} as well, which others made` }
  if (container !== undefined) return { do: 'keep', because: `the container ${container} was made from it` }
  const user = [found.Id, ...tags, ...digests].map((name) => needed.get(name)).find((words) => words !== undefined)
  if (user !== undefined) return { do: 'keep', because: `${user} needs it` }
  const names = tags.length > 0 ? tags : digests
  if (names.length === 0) return { do: 'keep', because: 'it has no name any more' }
  return { do: 'remove', names, sizeBytes: found.Size ?? 0 }
}
