import type { Installation as Loops } from '../../../controllers/installation.ts'
import { isDecided } from '../../../controllers/service/decided.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { HostView } from '../../../engine/inventory.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { Concerns } from '../concerns.ts'

/** How often it is looked whether the loops have looked at everything: nothing tells. */
const LOOK_MS = 5

/** Hosts that do not answer are waited for so long; then what is known of them is said. */
const PATIENCE_MS = 10_000

/** Where a loop does not come to rest after the hosts' lists, as one that would build or heal, its statuses are of now so long after. */
export const FRESH_AFTER_MS = 500
/** The same where some were not looked at even once, as on a busy machine. */
const SEEN_AFTER_MS = 3_000

/** Whether every host is listed, and every loop has looked at all that `concerns` holds for. */
export function hasLookedAtAll(loops: Loops, concerns: Concerns): boolean {
  return loops.inventory.hosts().every((host) => host.synced) && isEmpty(loops.running.at(concerns))
}

/** Whether every host is listed or does not answer, and no loop is at anything, or at anything that `concerns` holds for. */
export function isIdleWhereHeard(loops: Loops, concerns?: Concerns): boolean {
  return loops.inventory.hosts().every(hasTold) && isEmpty(loops.running.at(concerns))
}

function isEmpty(values: Iterable<unknown>): boolean {
  for (const _ of values) return false
  return true
}

/**
 * Resolves when every status is of now. A host that does not answer is not waited for: what is known of it is said by the loops.
 * Neither are loops that would build or heal, once they have looked at each task and service. Goes on as it is after ten seconds;
 * throws where it is aborted before.
 */
export async function lookedAtAll(loops: Loops, signal?: AbortSignal): Promise<void> {
  let [told, seen] = [0, 0]
  const isFresh = () => seen >= FRESH_AFTER_MS || told >= SEEN_AFTER_MS
  for (let waited = 0; waited < PATIENCE_MS && !isIdleWhereHeard(loops) && !isFresh(); waited += LOOK_MS) {
    if (loops.inventory.hosts().every(hasTold)) {
      told += LOOK_MS
      // What a loop found first is not yet what it says of it once the others have looked, too.
      seen = hasUnseen(loops) ? 0 : seen + LOOK_MS
    }
    await sleep(realClock, LOOK_MS, signal)
  }
}

/** Resolves when every host was listed, or is known not to answer, as where a serve has just begun. Goes on and throws as `lookedAtAll`. */
export async function listedAll({ inventory }: Loops, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS && !inventory.hosts().every(hasTold); waited += LOOK_MS)
    await sleep(realClock, LOOK_MS, signal)
}

/** Whether a loop is at a task or a service that it has not looked at yet, or at a task of a service of which that is so. */
function hasUnseen({ ports: { store }, running }: Loops): boolean {
  for (const id of running.at()) {
    const object = /^(?:Task|Service)\//.test(id) ? objectOf(store, id) : undefined
    if (!object) continue
    if (object.status?.observedGeneration === undefined) return true
    if (object.kind === 'Task' && !isDecided(object, store)) return true
  }
  return false
}

/** Whether it was listed, or it is known that it can't be. */
function hasTold({ synced, unreachable }: HostView): boolean {
  return synced || unreachable !== undefined
}
