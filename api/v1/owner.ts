import type { V1ObjectMeta, V1OwnerReference } from './generated/types.ts'
import { API_VERSION, type Kind } from './kinds.ts'

interface Owner {
  kind: Kind
  metadata: V1ObjectMeta
}

/** The reference by which an object belongs to its one managing owner, and goes with it. */
export function ownerReference(owner: Owner): V1OwnerReference {
  const { name, uid } = owner.metadata
  if (uid === undefined) throw new Error(`${owner.kind} ${name} has no uid yet: only stored objects can own others`)
  return { apiVersion: API_VERSION, kind: owner.kind, name, uid, controller: true, blockOwnerDeletion: true }
}

/** Whether an object belongs to this very owner; one of the same name with another uid is another. */
export function isOwnedBy(object: { metadata: V1ObjectMeta }, owner: Owner): boolean {
  return object.metadata.ownerReferences?.some((reference) => reference.uid === owner.metadata.uid) ?? false
}
