import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import type { Key } from './store.ts'

/** An object by kind and key. */
export interface Place {
  readonly kind: Kind
  readonly key: Key
}

/** Who owns whom, by uid: an owner of the same name with another uid is another object. */
export interface Owners {
  /** Follows a put of the table. */
  note(place: Place, before: ObjectOf | undefined, after: ObjectOf | undefined): void
  /** What names this uid as an owner. */
  dependentsOf(uid: string): readonly Place[]
  /** Whether none of the object's owners is there any more; false for an object without owners. */
  orphaned(object: ObjectOf): boolean
}

/** An empty record of owners. */
export function createOwners(): Owners {
  const present = new Set<string>()
  const dependents = new Map<string, Map<string, Place>>()
  return {
    note(place, before, after) {
      if (before === undefined) present.add(after?.metadata.uid ?? '')
      if (after === undefined) present.delete(before?.metadata.uid ?? '')
      const was = before?.metadata.ownerReferences
      const is = after?.metadata.ownerReferences
      if (was === is) return
      const id = `${place.kind}/${place.key}`
      for (const { uid } of was ?? []) forget(dependents, uid, id)
      for (const { uid } of is ?? []) remember(dependents, uid, id).set(id, place)
    },
    dependentsOf: (uid) => [...(dependents.get(uid)?.values() ?? [])],
    orphaned(object) {
      const references = object.metadata.ownerReferences ?? []
      return references.length > 0 && !references.some(({ uid }) => present.has(uid))
    },
  }
}

function forget(dependents: Map<string, Map<string, Place>>, uid: string, id: string): void {
  const places = dependents.get(uid)
  places?.delete(id)
  if (places?.size === 0) dependents.delete(uid)
}

function remember(dependents: Map<string, Map<string, Place>>, uid: string, id: string): Map<string, Place> {
  const places = dependents.get(uid) ?? new Map<string, Place>()
  if (!places.has(id)) dependents.set(uid, places)
  return places
}
