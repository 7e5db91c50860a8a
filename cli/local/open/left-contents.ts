import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { splitKey } from '../../../api/v1/names.ts'
import { dropContent } from '../../../store/contents/disk.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/origins.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading.ts'
import { secretsDirectory } from './core.ts'

interface Home {
  readonly home: string
  readonly store: Store
}

/** Notes, in one step with its deletion, that the bytes of a Secret or Config are to go: what died in between leaves that to the next. */
export function noteLeaving(store: Store, object: ObjectOf): void {
  if (isContent(object)) store.putFact('leaving', resourceIdOf(object), true)
}

/**
 * Drops the bytes of what was deleted, once storage has that. Only what a deletion by name noted is dropped: nobody can tell from what
 * lies there whether a state that was lost, or a branch that is not checked out, needs it again. What is declared anew keeps its own.
 */
export async function dropLeaving({ home, store }: Home, ids: readonly ResourceId[]): Promise<void> {
  for (const id of ids) {
    if (store.fact('leaving', id) === undefined) continue
    const object = objectOf(store, id)
    const [kind, key] = [id.startsWith('Secret/') ? 'Secret' : 'Config', id.slice(id.indexOf('/') + 1)] as const
    if (!object || isBeingDeleted(object)) await dropContent(secretsDirectory(home), { kind, metadata: splitKey(key) })
    store.putFact('leaving', id, undefined)
  }
}

/** Drops what processes left that died in a deletion. For who alone has the home. */
export async function dropLeft(at: Home): Promise<void> {
  await dropLeaving(at, [...at.store.facts('leaving').keys()] as ResourceId[])
}
