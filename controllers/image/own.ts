import { fullName } from '../../api/v1/image-reference.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'

/** An image that this installation pulled or built on a node: nothing else is ever taken off a host (S4). */
export interface OwnImage {
  readonly node: string
  /** The engine's id of it. */
  readonly id: string
  /** The names that it got from us, with their tags. */
  readonly names: readonly string[]
}

/** Notes that an image is on a node by a pull or a build of ours, under these names. */
export function noteOwnImage(store: Store, { node, id, names }: OwnImage): void {
  const known = namesOf(store.fact('image', `${node}/${id}`))
  const all = [...new Set([...known, ...names.map(fullName)])].sort()
  if (all.length > known.length) store.putFact('image', `${node}/${id}`, { names: all })
}

/** Forgets one that is gone. */
export function forgetOwnImage(store: Store, { node, id }: OwnImage): void {
  store.putFact('image', `${node}/${id}`, undefined)
}

/** What this installation pulled or built, and has not seen go. */
export function ownImages(store: Store): readonly OwnImage[] {
  return [...store.facts('image')].map(([key, fact]) => {
    const at = key.lastIndexOf('/')
    return { node: key.slice(0, at), id: key.slice(at + 1), names: namesOf(fact) }
  })
}

function namesOf(fact: Json | undefined): readonly string[] {
  const { names } = (fact ?? {}) as { readonly names?: readonly string[] }
  return names ?? []
}
