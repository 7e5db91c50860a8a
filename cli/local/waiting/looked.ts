import type { Installation as Loops } from '../../../controllers/installation.ts'
import { isDecided } from '../../../controllers/service/decided.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { HostView } from '../../../engine/inventory.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import type { Concerns } from '../concerns.ts'

/** How often to check whether the loops have looked at everything, ms: no event says so. */
const LOOK_MS = 5

/** How long hosts that do not answer are waited for, ms; then what is known of them is used. */
const PATIENCE_MS = 10_000

/** How long after the hosts' lists statuses count as current where a loop does not come to rest, as one that builds or heals, ms. */
export const FRESH_AFTER_MS = 500
/** The same where some objects were not looked at even once, as on a busy machine. */
const SEEN_AFTER_MS = 3_000

/** Whether every host is listed, and every loop has looked at all keys for which `concerns` holds. */
export function hasLookedAtAll(loops: Loops, concerns: Concerns): boolean {
  return loops.inventory.hosts().every((host) => host.synced) && isEmpty(loops.running.at(concerns))
}

/** Whether every host is listed or does not answer, and no loop is working, or at least on no key for which `concerns` holds. */
export function isIdleWhereHeard(loops: Loops, concerns?: Concerns): boolean {
  return loops.inventory.hosts().every(hasTold) && isEmpty(loops.running.at(concerns))
}

function isEmpty(values: Iterable<unknown>): boolean {
  for (const _ of values) return false
  return true
}

/**
 * Resolves when all statuses are current. Hosts that do not answer are not waited for: the loops report them. Nor are loops that build or
 * heal, once they have looked at each task and service. Resolves after ten seconds in any case; throws if aborted before.
 */
export async function lookedAtAll(loops: Loops, signal?: AbortSignal): Promise<void> {
  let [told, seen] = [0, 0]
  const isFresh = () => seen >= FRESH_AFTER_MS || told >= SEEN_AFTER_MS
  for (let waited = 0; waited < PATIENCE_MS && !isIdleWhereHeard(loops) && !isFresh(); waited += LOOK_MS) {
    if (loops.inventory.hosts().every(hasTold)) {
      told += LOOK_MS
      // A loop may report something else once the others have looked too, so the time starts when all have.
      seen = hasUnseen(loops) ? 0 : seen + LOOK_MS
    }
    await sleep(realClock, LOOK_MS, signal)
  }
}

/**
 * Resolves when every host is listed, or is known not to answer, as where a serve has just begun. Resolves after ten seconds in any case;
 * throws if aborted before.
 */
export async function listedAll({ inventory }: Loops, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS && !inventory.hosts().every(hasTold); waited += LOOK_MS)
    await sleep(realClock, LOOK_MS, signal)
}

/** Whether a loop is working on a task or a service that it has not looked at yet, or on a task whose service was not looked at. */
function hasUnseen({ ports: { store }, running }: Loops): boolean {
  for (const id of running.at()) {
    const object = /^(?:Task|Service)\//.test(id) ? objectOf(store, id) : undefined
    if (!object) continue
    if (object.status?.observedGeneration === undefined) return true
    if (object.kind === 'Task' && !isDecided(object, store)) return true
  }
  return false
}

/** Whether a host was listed, or is known not to answer. */
function hasTold({ synced, unreachable }: HostView): boolean {
  return synced || unreachable !== undefined
}
