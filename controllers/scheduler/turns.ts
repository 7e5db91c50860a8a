import type { V1Config, V1Secret, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { pauseOf } from '../holds/pause.ts'
import { stopOf } from '../holds/stop.ts'
import type { Ports } from '../runtime/ports.ts'
import { mountedContents } from '../service/target.ts'

/** Services whose tasks are placed now, in this order, and how long the next one waits for those before it, ms; undefined where none waits. */
export interface Turns {
  readonly now: readonly Key[]
  readonly waitMs?: number
}

/** So long a task waits for what is before it: one that never comes to a decision holds up no other. */
const PATIENCE_MS = 1_000

/**
 * The services with tasks that were offered no node yet, by name, up to the first that is about to have some: a node is chosen by what
 * is on the nodes, so that the same services come to the same nodes whichever of them was ready first, as a plan says they do.
 */
export function turnsOf(ports: Ports): Turns {
  const { store, clock, concerns } = ports
  const open = [...openServices(store)].filter(([key]) => concerns?.(key, 'Service') ?? true)
  if (open.length === 0) return { now: [] }
  const keys = open.map(([key]) => key).sort()
  const first = firstDeciding(keys.at(-1) ?? '', ports)
  if (first === undefined) return { now: keys }
  const since = new Map(open)
  const restOf = (key: Key) => (key < first ? 0 : (since.get(key) ?? 0) + PATIENCE_MS - clock.now())
  const waiting = keys.find((key) => restOf(key) > 0)
  if (waiting === undefined) return { now: keys }
  return { now: keys.filter((key) => key < waiting), waitMs: restOf(waiting) }
}

/** With each since when one of its tasks waits, ms since 1970. */
function openServices(store: Store): ReadonlyMap<Key, number> {
  const open = new Map<Key, number>()
  if (store.by('Task', 'unbound', '*').size === 0) return open
  for (const key of store.list('Service').keys())
    for (const task of store.by('Task', 'unbound', key).values()) {
      if (wasRefused(task)) continue
      open.set(key, Date.parse(task.metadata.creationTimestamp ?? ''))
      break
    }
  return open
}

/** The first by name, of those before `last`, that has not decided yet which tasks it is to have. */
function firstDeciding(last: Key, ports: Ports): Key | undefined {
  let first: Key | undefined
  for (const [key, service] of ports.store.list('Service'))
    if (key < (first ?? last) && isDeciding(service, ports)) first = key
  return first
}

function isDeciding(service: V1Service, { store, concerns, clock }: Ports): boolean {
  const { metadata, status } = service
  const key = keyOf(service)
  if (metadata.deletionTimestamp !== undefined || !(concerns?.(key, 'Service') ?? true)) return false
  if (status?.observedGeneration !== metadata.generation) return true
  if (status?.updateRevision !== undefined || stopOf(store, key) || pauseOf(store, metadata, clock.now())) return false
  const contents = mountedContents(service.spec.template)
  return (
    contents.length > 0 &&
    contents.every(([kind, name]) => mayBeKnown(store.get(kind, keyFor(metadata.namespace, name))))
  )
}

/** Whether the content of a Secret or Config is known, or nobody has looked yet. */
function mayBeKnown(object: V1Secret | V1Config | undefined): boolean {
  if (!object) return false
  return object.status?.contentHash !== undefined || !isLookedAt(object)
}

function isLookedAt({ metadata, status }: V1Service | V1Secret | V1Config): boolean {
  return status?.observedGeneration === metadata.generation
}

/** Whether a service decides what it is to have: others may have waited for that. */
export function decides({ before, after }: Change<V1Service>): boolean {
  return after !== undefined && isLookedAt(after) && !(before && isLookedAt(before))
}

/** Whether a task was offered a node, and none fitted. */
export function wasRefused({ status }: V1Task): boolean {
  return status?.reason === taskReasons.noNodeFits
}
