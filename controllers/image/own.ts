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
  /** Whether it was built, so that no registry is known to have it. */
  readonly isBuilt?: boolean
}

/** Notes that we pulled or built an image on a node, under these names. */
export function noteOwnImage(store: Store, { node, id, names, isBuilt = false }: OwnImage): void {
  const known = ownImage(store, node, id)
  const all = [...new Set([...(known?.names ?? []), ...names.map(fullName)])].sort()
  const built = isBuilt || known?.isBuilt ? { isBuilt: true } : {}
  const isNew = all.length > (known?.names.length ?? 0) || (isBuilt && !known?.isBuilt)
  if (isNew) store.putFact('image', `${node}/${id}`, { names: all, ...built })
}

/** What we noted of an image on a node; undefined if others brought it. */
export function ownImage(store: Pick<Store, 'fact'>, node: string, id: string): OwnImage | undefined {
  const fact = store.fact('image', `${node}/${id}`)
  return fact === undefined ? undefined : { node, id, ...noted(fact) }
}

/** Forgets an image that is gone. */
export function forgetOwnImage(store: Store, { node, id }: OwnImage): void {
  store.putFact('image', `${node}/${id}`, undefined)
}

/** The images that this installation pulled or built and that are not known to be gone. */
export function ownImages(store: Pick<Store, 'facts'>): readonly OwnImage[] {
  return [...store.facts('image')].map(([key, fact]) => {
    const at = key.lastIndexOf('/')
    return { node: key.slice(0, at), id: key.slice(at + 1), ...noted(fact) }
  })
}

function noted(fact: Json): Pick<OwnImage, 'names' | 'isBuilt'> {
  const { names = [], isBuilt } = fact as { readonly names?: readonly string[]; readonly isBuilt?: boolean }
  return { names, ...(isBuilt ? { isBuilt } : {}) }
}
