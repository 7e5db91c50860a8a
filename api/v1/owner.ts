import type { V1ObjectMeta, V1OwnerReference } from './generated/types.ts'
import { API_VERSION, type Kind } from './kinds.ts'

interface Owner {
  kind: Kind
  metadata: V1ObjectMeta
}

/** The reference to an object's only managing owner; the object is deleted with that owner. */
export function ownerReference(owner: Owner): V1OwnerReference {
  const { name, uid } = owner.metadata
  if (uid === undefined) throw new Error(`${owner.kind} ${name} has no uid yet: only stored objects can own others`)
  return { apiVersion: API_VERSION, kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true }
}
