import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { isDecided } from '../../../controllers/service/decided.ts'
import type { Kind } from '../../../api/v1/kinds.ts'
import { serviceKeyOf, splitKey } from '../../../api/v1/names.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { HostView } from '../../../engine/inventory.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import { objectOf } from '../../../store/source/acceptance/origins.ts'
import { engineRemedy } from '../../engine-remedy.ts'

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

/** Whether no loop is at anything that `concerns` holds for, on the hosts that answer. */
export function isIdleWhereHeard(loops: Loops, concerns: Concerns): boolean {
  return loops.inventory.hosts().every(hasTold) && isEmpty(loops.running.at(concerns))
}

type Concerns = (key: Key, kind: Kind) => boolean

function isEmpty(values: Iterable<unknown>): boolean {
  for (const _ of values) return false
  return true
}

/** The keys of these stacks; cluster-wide objects concern everybody. */
export function concernOf(stacks: readonly string[]): (key: Key) => boolean {
  const wanted = new Set(stacks)
  return (key) => {
    const { namespace } = splitKey(key)
    return namespace === undefined || wanted.has(namespace)
  }
}

/** The same, of their services these alone. */
export function concernOfServices(
  store: Store,
  stacks: readonly string[],
  services: ReadonlySet<Key>,
): (key: Key, kind: Kind) => boolean {
  const within = concernOf(stacks)
  return (key, kind) => {
    if (!within(key)) return false
    if (kind === 'Service') return services.has(key)
    if (kind !== 'Task') return true
    const task = store.get('Task', key)
    return task !== undefined && services.has(serviceKeyOf(task))
  }
}

/**
 * Resolves when every status is of now. A host that does not answer is not waited for: what is known of it is said by the loops.
 * Neither are loops that would build or heal, once they have looked at each task and service. Goes on as it is after ten seconds;
 * throws where it is aborted before.
 */
export async function lookedAtAll(loops: Loops, signal?: AbortSignal): Promise<void> {
  let [told, seen] = [0, 0]
  const isFresh = () => seen >= FRESH_AFTER_MS || told >= SEEN_AFTER_MS
  for (let waited = 0; waited < PATIENCE_MS && !saysAllItCan(loops) && !isFresh(); waited += LOOK_MS) {
    if (loops.inventory.hosts().every(hasTold)) {
      told += LOOK_MS
      // What a loop found first is not yet what it says of it once the others have looked, too.
      seen = hasUnseen(loops) ? 0 : seen + LOOK_MS
    }
    await sleep(realClock, LOOK_MS, signal)
  }
}

/** Resolves when every host was listed, or is known not to answer, as where a serve has just begun. The same where it waits. */
export async function listedAll({ inventory }: Loops, signal: AbortSignal): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS && !inventory.hosts().every(hasTold); waited += LOOK_MS)
    await sleep(realClock, LOOK_MS, signal)
}

function saysAllItCan({ inventory, running }: Loops): boolean {
  return inventory.hosts().every(hasTold) && isEmpty(running.at())
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

/** A host that was never listed and does not answer, among those that matter; absent: any. */
export function silentHost({ inventory }: Loops, matters?: (node: string) => boolean): HostView | undefined {
  return inventory.hosts().find((host) => isSilent(host) && (matters?.(host.node) ?? true))
}

function isSilent({ unreachable, synced }: HostView): boolean {
  return unreachable !== undefined && !synced
}

/** Throws (exit 5) when there is such a host among those that matter. */
export function refuseSilent(loops: Loops, matters?: (node: string) => boolean): void {
  const silent = silentHost(loops, matters)
  if (silent) throw unreachableEngine(silent.node, silent.unreachable ?? '')
}

/** The same of one that does not answer now, though it was listed: a call would wait for its deadline, and be done later perhaps. */
export function refuseUnreachable({ inventory }: Loops, matters: (node: string) => boolean): void {
  for (const { node, unreachable } of inventory.hosts())
    if (unreachable !== undefined && matters(node)) throw unreachableEngine(node, unreachable)
}

/** The same as `refuseSilent` where none of all hosts is another. */
export function refuseAllSilent(loops: Loops): void {
  if (loops.inventory.hosts().every(isSilent)) refuseSilent(loops)
}

/** That an engine does not answer as one, and what to do. */
export function unreachableEngine(node: string, because: string, cause?: unknown): InstallationError {
  return new InstallationError(exits.unreachable, `the engine of node ${node} can't be reached: ${because}`, {
    remedy: engineRemedy(because, node),
    cause,
  })
}
