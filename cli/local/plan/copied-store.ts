import { keyOf } from '../../../api/v1/names.ts'
import type { Later } from '../../../plan/later.ts'
import { createStore } from '../../../store/objects/create-store.ts'
import { keptEntries } from '../../../store/objects/kept.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import type { Json } from '../../../store/storage/storage.ts'
import type { Core } from '../open/core.ts'

/** An independent copy of a store, and what it would persist. */
export interface CopiedStore {
  readonly store: Store
  /** What it began with. */
  readonly initial: ReadonlyMap<string, Json>
  contents(): ReadonlyMap<string, Json>
}

/**
 * Copies what a store would persist into memory. Takes it from the store itself, without waiting for its disk, which may refuse a write.
 */
export function copiedStore({ store: present, clock, random }: Pick<Core, 'store' | 'clock' | 'random'>): CopiedStore {
  const initial = keptEntries(present)
  const memory = memoryStorage({ clock, random, initial })
  const store = createStore({ clock, random, storage: memory.open(), state: memory.copy() })
  return { store, initial, contents: () => memory.contents() }
}

/** The store as it will be once objects that must go first are gone and are declared again; the store itself where there are none. */
export function onceGone(core: Pick<Core, 'clock' | 'random'>, store: Store, later: Later | undefined): Store {
  if (!later) return store
  const { store: then } = copiedStore({ ...core, store })
  for (const id of later.ids) {
    const object = objectOf(then, id)
    if (object) then.update(object.kind, keyOf(object), ({ metadata }) => void (metadata.finalizers = []))
  }
  later.declare(then)
  return then
}
