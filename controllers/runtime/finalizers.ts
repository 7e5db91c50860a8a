import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/** Adds a finalizer, before anything is created outside the store. Does nothing for an object that is being deleted. */
export function ensureFinalizer<K extends Kind>(
  store: Store,
  kind: K,
  at: { readonly key: Key; readonly finalizer: string },
): void {
  const object = store.get(kind, at.key)
  if (!object || object.metadata.deletionTimestamp || object.metadata.finalizers?.includes(at.finalizer)) return
  store.update(kind, at.key, (draft) => {
    const { metadata } = draft as { metadata: ObjectOf<K>['metadata'] }
    metadata.finalizers = [...(metadata.finalizers ?? []), at.finalizer]
  })
}

/** Removes a finalizer, once its loop has nothing left to clean up outside the store. */
export function dropFinalizer<K extends Kind>(
  store: Store,
  kind: K,
  at: { readonly key: Key; readonly finalizer: string },
): void {
  store.update(kind, at.key, (draft) => {
    const { metadata } = draft as { metadata: ObjectOf<K>['metadata'] }
    metadata.finalizers = (metadata.finalizers ?? []).filter((name) => name !== at.finalizer)
  })
}
