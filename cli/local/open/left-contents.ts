import { isContent, type ObjectOf } from '../../../api/v1/kinds.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { splitKey } from '../../../api/v1/names.ts'
import { pause } from '../../../clock/sleep.ts'
import { dropContent } from '../../../store/contents/disk.ts'
import type { Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { type ResourceId, resourceIdOf } from '../../../store/source/reading/reading.ts'
import { type Core, secretsDirectory } from './core.ts'

/** When storage that took no deletion is asked again, ms; it tries by itself meanwhile. */
const AGAIN_MS = 10_000

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
 * Waits until storage has deletions, and drops the bytes of what went. Rejects where it refuses them, as on a full disk: after a restart
 * they never were. Until then they are, and are kept once there is room: a process that lasts drops the bytes then.
 */
export async function dropOnceKept(core: Lasting, ids: readonly ResourceId[]): Promise<void> {
  try {
    await core.store.durable()
  } catch (error) {
    // What fails here is left to the next that opens the home.
    if (core.purpose === 'serve') dropLater(core, ids).catch(() => undefined)
    throw error
  }
  dropLeaving(core, ids)
}

type Lasting = Pick<Core, 'home' | 'store' | 'clock' | 'purpose' | 'closing'>

/** Ends with the process at the latest. */
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

/** Drops what processes left that died in a deletion. For who alone has the home. */
export function dropLeft(at: Home): void {
  dropLeaving(at, [...at.store.facts('leaving').keys()] as ResourceId[])
}
