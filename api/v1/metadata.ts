import type { V1Condition, V1ObjectMeta } from './generated/types.ts'
import type { Kind } from './kinds.ts'

/** The fields that objects of all kinds have. */
export interface AnyObject {
  apiVersion: string
  kind: string
  metadata: V1ObjectMeta
  status?: { observedGeneration?: number; conditions?: V1Condition[] }
}

/** A reference to an object by name. `namespace` is absent for cluster-wide kinds. */
export interface ObjectRef {
  readonly kind: Kind
  readonly namespace?: string
  readonly name: string
}

/** Whether an object is being deleted. It stays until its finalizers are removed. */
export function isBeingDeleted(object: Pick<AnyObject, 'metadata'>): boolean {
  return object.metadata.deletionTimestamp !== undefined
}

/** The stack of a namespaced object. Throws for a cluster-wide one, which is a bug of the caller. */
export function stackOf(object: Pick<AnyObject, 'kind' | 'metadata'>): string {
  const { namespace, name } = object.metadata
  if (namespace === undefined) throw new Error(`${object.kind} ${name} has no namespace; it must be set on reading`)
  return namespace
}

export function refOf(object: { kind: Kind; metadata: V1ObjectMeta }): ObjectRef {
  const { namespace, name } = object.metadata
  return namespace === undefined ? { kind: object.kind, name } : { kind: object.kind, namespace, name }
}

/** An object's kind and name for people: `Service shop/web`. */
export function describeRef({ kind, namespace, name }: ObjectRef): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

/** An object as command line arguments that work in any directory: `service/web -n shop`. */
export function namedOnCommandLine({
  kind,
  namespace,
  name,
}: Omit<ObjectRef, 'kind'> & { readonly kind: string }): string {
  const own = `${kind.toLowerCase()}/${name}`
  return namespace === undefined ? own : `${own} -n ${namespace}`
}

/** Whether the status was written for the present spec. */
export function isObserved(object: AnyObject): boolean {
  return (object.status?.observedGeneration ?? 0) >= (object.metadata.generation ?? 0)
}
