import type { ImageInspect } from '../../engine/types/image.ts'
import type { OwnImage } from './own.ts'

/** One image of ours, as it is on its node now. */
export interface ImageView {
  readonly own: OwnImage
  /** Absent: it is gone from the node. */
  readonly found?: ImageInspect
  /** The name of a container, of anybody's, that was made from it. */
  readonly container?: string
  /** What may need it, in words, by the names, digests and ids that it is asked for by. */
  readonly needed: ReadonlyMap<string, string>
}

/** What becomes of an image, and why. */
export type ImagePlan =
  | { readonly do: 'forget' }
  | { readonly do: 'keep'; readonly because: string }
  /** Each of these names is taken off; with the last one the image goes. */
  | { readonly do: 'remove'; readonly names: readonly string[]; readonly sizeBytes: number }

/**
 * Whether an image may go: no container was made from it, nothing that is declared or kept asks for it, and every name that it has
 * is one that we gave it. A tag that somebody else set on it, or that leads to another image by now, is none of ours (S4).
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
