import type { V1Condition, V1ObjectMeta } from './generated/types.ts'
import type { Kind } from './kinds.ts'

/** What every object has, whatever its kind. */
export interface AnyObject {
  apiVersion: string
  kind: string
  metadata: V1ObjectMeta
  status?: { observedGeneration?: number; conditions?: V1Condition[] }
}

/** An object by name. `namespace` is absent for cluster-wide kinds. */
export interface ObjectRef {
  readonly kind: Kind
  readonly namespace?: string
  readonly name: string
}

/** Whether deletion was asked for; the object stays until its finalizers are gone. */
export function isBeingDeleted(object: Pick<AnyObject, 'metadata'>): boolean {
  return object.metadata.deletionTimestamp !== undefined
}

/** The stack of a namespaced object. Throws for one without: that is a bug of the caller. */
export function stackOf(object: Pick<AnyObject, 'kind' | 'metadata'>): string {
  const { namespace, name } = object.metadata
  if (namespace === undefined) throw new Error(`${object.kind} ${name} has no namespace; it must be set on reading`)
  return namespace
}

/** The reference to an object. */
export function refOf(object: { kind: Kind; metadata: V1ObjectMeta }): ObjectRef {
  const { namespace, name } = object.metadata
  return namespace === undefined ? { kind: object.kind, name } : { kind: object.kind, namespace, name }
}

/** How an object is written for people: `Service shop/web`. */
export function describeRef({ kind, namespace, name }: ObjectRef): string {
  return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`
}

/** How an object is named on a command line, wherever that is given: `service/web -n shop`. */
export function namedOnCommandLine({
  kind,
  namespace,
  name,
}: Omit<ObjectRef, 'kind'> & { readonly kind: string }): string {
  const own = `${kind.toLowerCase()}/${name}`
  return namespace === undefined ? own : `${own} -n ${namespace}`
}

/** Whether the status is about the present spec. */
export function isObserved(object: AnyObject): boolean {
  return (object.status?.observedGeneration ?? 0) >= (object.metadata.generation ?? 0)
}
