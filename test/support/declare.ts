import { stableJson } from '../../api/v1/language/hash.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { objectLabels } from '../../api/v1/labels.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { isRenewable, renew } from '../../store/source/acceptance/renew.ts'
import type { Declared } from './generate.ts'

const kinds: readonly Kind[] = ['Network', 'Volume', 'Secret', 'Config', 'Service']

/**
 * Makes the declared objects of a store equal to `declared`, as a source does. An object that returns during its deletion is renewed if
 * that is possible, else it waits for the deletion.
 */
export function applyDeclared(store: Store, { objects }: Declared): void {
  for (const kind of kinds) {
    for (const [key, object] of [...store.list(kind)]) {
      const implied = object.metadata.labels?.[objectLabels.implied] === 'true'
      if (!implied && !objects.has(`${kind}/${key}`)) store.delete(kind, key)
    }
  }
  for (const object of objects.values()) put(store, object)
}

function put(store: Store, object: ObjectOf): void {
  const key = keyOf(object)
  const present = store.get(object.kind, key)
  if (!present) return void store.create(object.kind, structuredClone(object))
  if (isBeingDeleted(present)) return isRenewable(present) ? renew(store, present, structuredClone(object)) : undefined
  const isSame = stableJson(present.spec) === stableJson(object.spec)
  store.update(object.kind, key, (draft) => {
    ;(draft as { spec: unknown }).spec = object.spec
    // The annotations of an undo stay until another spec is declared.
    if (!isSame) delete draft.metadata.annotations
  })
}
