import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { splitKey } from '../../../api/v1/names.ts'
import { pause } from '../../../clock/sleep.ts'
import { dropContent } from '../../../store/contents/disk.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { type Core, secretsDirectory } from './core.ts'

/** How often to check whether storage has accepted deletions, ms; it retries by itself meanwhile. */
const AGAIN_MS = 10_000

interface Home {
  readonly home: string
  readonly store: Store
}

/**
 * Records, in the same batch as an object's deletion, that its content is to be removed. If the process dies in between, the next one
 * removes it.
 */
export function noteLeaving(store: Store, object: ObjectOf): void {
  if (isContent(object)) store.putFact('leaving', resourceIdOf(object), true)
}

/**
 * Removes the contents of deleted objects, once storage has persisted the deletions. Only recorded ones are removed: other files may belong
 * to a lost state or another branch. An object that was declared again keeps its content.
 */
export function dropLeaving({ home, store }: Home, ids: readonly ResourceId[]): void {
  for (const id of ids) {
    if (store.fact('leaving', id) === undefined) continue
    const object = objectOf(store, id)
    const [kind, key] = [id.startsWith('Secret/') ? 'Secret' : 'Config', id.slice(id.indexOf('/') + 1)] as const
    if (!object || isBeingDeleted(object)) dropContent(secretsDirectory(home), { kind, metadata: splitKey(key) })
    store.putFact('leaving', id, undefined)
  }
}

/**
 * Waits until storage has persisted deletions, then removes the contents. Rejects if storage refuses, as on a full disk. After a restart
 * the deletions would then never have happened; while the process lives they stand, so `serve` removes the contents once they are
 * persisted.
 */
export async function dropOnceKept(core: Lasting, ids: readonly ResourceId[]): Promise<void> {
  try {
    await core.store.durable()
  } catch (error) {
    // On failure the next process that opens the home finishes this.
    if (core.purpose === 'serve') dropLater(core, ids).catch(() => undefined)
    throw error
  }
  dropLeaving(core, ids)
}

type Lasting = Pick<Core, 'home' | 'store' | 'clock' | 'purpose' | 'closing'>

/** Retries until persisted or the core closes. */
async function dropLater(core: Lasting, ids: readonly ResourceId[]): Promise<void> {
  for (let isKept = false; !isKept; ) {
    await pause(core.clock, AGAIN_MS, core.closing)
    isKept = await core.store.durable().then(
      () => true,
      () => false,
    )
  }
  if (!core.closing.aborted) dropLeaving(core, ids)
}

/** Removes contents whose deletion an earlier process did not finish. Requires the lock of the home. */
export function dropLeft(at: Home): void {
  dropLeaving(at, [...at.store.facts('leaving').keys()] as ResourceId[])
}
