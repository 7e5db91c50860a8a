import type { V1ObjectMeta } from '../../api/v1/generated/types.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { extended } from '../../api/v1/language/extended.ts'
import { isNamespaced } from '../../api/v1/kinds.ts'
import { equal } from './equal.ts'
import { StoreError } from './store.ts'

/** The metadata that the store sets on creation. */
export interface Stamp {
  readonly uid: string
  readonly resourceVersion: string
  readonly creationTimestamp: string
  readonly generation: 1
}

/**
 * A new object with its identity; identity fields that the caller set are overwritten. Throws Invalid for a missing name, or a namespace
 * that the kind requires or forbids.
 */
export function created(kind: Kind, object: ObjectOf, stamp: Stamp): ObjectOf {
  const { name, namespace } = object.metadata
  if (!name) throw new StoreError('Invalid', `creating a ${kind}: it has no name`)
  if (isNamespaced(kind) !== (namespace !== undefined)) {
    const wrong = isNamespaced(kind) ? 'it has no namespace' : 'it can have no namespace'
    throw new StoreError('Invalid', `creating ${kind} ${name}: ${wrong}`)
  }
  const { deletionTimestamp: _, ...said } = object.metadata
  return extended(object, { metadata: extended(said, stamp) }) as ObjectOf
}

/**
 * The object after a change: it keeps its identity and times, gets the new version, and a new generation if the spec changed. Throws
 * Invalid for another identity, and for a finalizer added during deletion.
 */
export function changed(before: ObjectOf, next: ObjectOf, resourceVersion: string): ObjectOf {
  const was = before.metadata
  const is = next.metadata
  const { uid = was.uid, name, namespace } = is
  if (uid !== was.uid || name !== was.name || namespace !== was.namespace) {
    throw new StoreError('Invalid', `changing ${before.kind} ${was.name}: its name, namespace and uid can't change`)
  }
  refuseNewFinalizers(before.kind, was, is)
  const generation = (was.generation ?? 0) + (equal(before.spec, next.spec) ? 0 : 1)
  // An equal spec stays the same object, by which the table sees that no index value changed.
  const spec = generation === was.generation ? before.spec : next.spec
  const metadata = { ...is, generation, resourceVersion }
  for (const field of ['uid', 'creationTimestamp', 'deletionTimestamp'] as const) {
    if (metadata[field] !== was[field]) restore(metadata, was, field)
  }
  return { ...next, spec, metadata } as ObjectOf
}

/** The object with a deletionTimestamp and a new generation. */
export function marked(object: ObjectOf, now: string, resourceVersion: string): ObjectOf {
  const { metadata } = object
  const generation = (metadata.generation ?? 0) + 1
  return { ...object, metadata: { ...metadata, deletionTimestamp: now, generation, resourceVersion } } as ObjectOf
}

/** Whether an object is marked for deletion and has no finalizer left. */
export function mayGo({ metadata }: ObjectOf): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0
}

function restore(
  metadata: V1ObjectMeta,
  was: V1ObjectMeta,
  field: 'uid' | 'creationTimestamp' | 'deletionTimestamp',
): void {
  const value = was[field]
  if (value === undefined) delete metadata[field]
  else metadata[field] = value
}

function refuseNewFinalizers(kind: Kind, was: V1ObjectMeta, is: V1ObjectMeta): void {
  if (was.deletionTimestamp === undefined || was.finalizers === is.finalizers) return
  const added = (is.finalizers ?? []).find((finalizer) => !(was.finalizers ?? []).includes(finalizer))
  if (added === undefined) return
  throw new StoreError(
    'Invalid',
    `changing ${kind} ${was.name}: it is being deleted, finalizer ${added} comes too late`,
  )
}
