import { isKind, type ObjectOf } from '../../api/v1/kinds.ts'
import type { Store } from '../objects/store.ts'
import type { Json } from '../storage/storage.ts'
import type { ResourceId } from './reading.ts'

/** The root of what was applied, as against those that are directories. */
export const DESIRED = 'desired'

/** Where an accepted resource came from: the fact of family `source` under its id. */
export interface Origin {
  /** A root's id: the absolute path of a watched directory, or `desired`. */
  readonly root: string
  readonly file: string
  /** SHA-256 of the file's bytes when it was accepted: whoever edits the file compares it first. */
  readonly fileHash: string
  /** Of what is declared, defaults filled in. */
  readonly hash: string
  /** A service's own text, for its revisions: what an undo writes back. */
  readonly text?: string
  /** What was declared, as the third side of the next apply; only in `desired`. */
  readonly applied?: Json
}

/** An accepted resource, as the store has it. */
export interface Accepted extends Origin {
  readonly id: ResourceId
  readonly object: ObjectOf
}

/** All accepted resources of all roots. */
export function acceptedOf(store: Store): ReadonlyMap<ResourceId, Accepted> {
  const accepted = new Map<ResourceId, Accepted>()
  for (const [id, fact] of store.facts('source')) {
    const object = objectOf(store, id)
    if (object) accepted.set(id, { ...originOf(fact), id, object })
  }
  return accepted
}

/** Where a resource came from; undefined for what no file declares. */
export function originIn(store: Store, id: ResourceId): Origin | undefined {
  const fact = store.fact('source', id)
  return fact === undefined ? undefined : originOf(fact)
}

/** The object of an id in the store. */
export function objectOf(store: Store, id: ResourceId): ObjectOf | undefined {
  const slash = id.indexOf('/')
  const kind = id.slice(0, slash)
  return isKind(kind) ? store.get(kind, id.slice(slash + 1)) : undefined
}

/** Facts of this family are written by `acceptPlan` alone, so their shape is known. */
function originOf(fact: Json): Origin {
  return fact as unknown as Origin
}
