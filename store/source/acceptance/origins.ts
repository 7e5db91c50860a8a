import { isKind, type ObjectOf } from '../../../api/v1/kinds.ts'
import { splitId } from '../../../api/v1/names.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import type { Accepted, Origin } from './accepted.ts'
import type { ResourceId } from '../reading/reading.ts'

/** The accepted resources of all roots. */
export function acceptedOf(store: Store): ReadonlyMap<ResourceId, Accepted> {
  const accepted = new Map<ResourceId, Accepted>()
  for (const [id, fact] of store.facts('source')) {
    const object = objectOf(store, id)
    if (object) accepted.set(id, { ...originOf(fact), id, object })
  }
  return accepted
}

/** Where a resource came from; undefined for one that no file declares. */
export function originIn(store: Pick<Store, 'fact'>, id: ResourceId): Origin | undefined {
  const fact = store.fact('source', id)
  return fact === undefined ? undefined : originOf(fact)
}

export function objectOf(store: Store, id: string): ObjectOf | undefined {
  const { kind, key } = splitId(id)
  return isKind(kind) ? store.get(kind, key) : undefined
}

/** Only `acceptPlan`, `handOver` and `keepAsApplied` write facts of this family, so their shape is known. */
function originOf(fact: Json): Origin {
  return fact as unknown as Origin
}
