import { fullName } from '../../api/v1/image-reference.ts'
import type { Store } from '../../store/objects/store.ts'
import type { Json } from '../../store/storage/storage.ts'

/** An image that this installation pulled or built on a node; only such images are ever removed (S4). */
export interface OwnImage {
  readonly node: string
  /** The engine's image id. */
  readonly id: string
  /** The names, with tags, that we gave it. */
  readonly names: readonly string[]
}

/** Notes that we pulled or built an image on a node, under these names. */
export function noteOwnImage(store: Store, { node, id, names }: OwnImage): void {
  const known = namesOf(store.fact('image', `${node}/${id}`))
  const all = [...new Set([...known, ...names.map(fullName)])].sort()
  if (all.length > known.length) store.putFact('image', `${node}/${id}`, { names: all })
}

/** Forgets an image that is gone. */
export function forgetOwnImage(store: Store, { node, id }: OwnImage): void {
  store.putFact('image', `${node}/${id}`, undefined)
}

/** The images that this installation pulled or built and that are not known to be gone. */
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
