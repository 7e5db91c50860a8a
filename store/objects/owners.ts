import type { V1OwnerReference } from '../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import type { Key } from './store.ts'

/** Identifies an object. */
export interface Place {
  readonly kind: Kind
  readonly key: Key
}

/** Owner references by uid: an owner of the same name with another uid is another object. */
export interface Owners {
  /** Updates the references after a change of the table. */
  note(place: Place, before: ObjectOf | undefined, after: ObjectOf | undefined): void
  /** The objects with an owner reference to this uid. */
  dependentsOf(uid: string): readonly Place[]
  /** Whether none of the object's owners exists any more; false for an object without owners. */
  orphaned(object: ObjectOf): boolean
}

export function createOwners(): Owners {
  const present = new Set<string>()
  const dependents: Dependents = new Map()
  return {
    note(place, before, after) {
      if (before !== undefined && after === undefined) present.delete(before.metadata.uid ?? '')
      if (after !== undefined && before === undefined) present.add(after.metadata.uid ?? '')
      replace(dependents, place, { was: before?.metadata.ownerReferences, is: after?.metadata.ownerReferences })
    },
    dependentsOf: (uid) => [...(dependents.get(uid)?.values() ?? [])],
    orphaned(object) {
      const references = object.metadata.ownerReferences ?? []
      return references.length > 0 && !references.some(({ uid }) => present.has(uid))
    },
  }
}

type Dependents = Map<string, Map<string, Place>>
type References = readonly V1OwnerReference[] | undefined

function replace(dependents: Dependents, place: Place, { was, is }: { was: References; is: References }): void {
  if (was === is) return
  const id = `${place.kind}/${place.key}`
  for (const { uid } of was ?? []) forget(dependents, uid, id)
  for (const { uid } of is ?? []) placesOf(dependents, uid).set(id, place)
}

function forget(dependents: Dependents, uid: string, id: string): void {
  const places = dependents.get(uid)
  places?.delete(id)
  if (places?.size === 0) dependents.delete(uid)
}

function placesOf(dependents: Dependents, uid: string): Map<string, Place> {
  const known = dependents.get(uid)
  if (known !== undefined) return known
  const places = new Map<string, Place>()
  dependents.set(uid, places)
  return places
}
