import { by } from '../../api/v1/language/by.ts'
import type { V1Config, V1Secret, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { keyFor, keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { isUnplaced } from '../../api/v1/unplaced.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { pauseOf } from '../holds/pause.ts'
import { stopOf } from '../holds/stop.ts'
import type { Ports } from '../runtime/ports.ts'
import { mountedContents } from '../service/target.ts'

/** The services whose tasks are placed now, in order, and how long the others wait, ms; undefined where none waits. */
export interface Turns {
  readonly now: readonly Key[]
  readonly waitMs?: number
}

/** How long a task waits for other services to decide, ms. A service that never decides must not block the others. */
const PATIENCE_MS = 1_000

/** Services with tasks that no node fitted and that wait until all services have decided, and since when, ms since 1970. */
type Line = Map<Key, number>

const lines = new WeakMap<Store, Line>()

/**
 * Returns the services whose tasks are placed now, by name: those with tasks that were not tried yet, and `key`, if it has tasks that no
 * node fitted before. Nothing is placed before all other services have decided which tasks they are to have. The choice of a node depends
 * on what is on the nodes: in this order, the same services get the same nodes that a plan foresees, whichever of them was ready first.
 */
export function turnsOf(key: Key, ports: Ports): Turns {
  const { store, clock, concerns } = ports
  const line = lineOf(store)
  if (!line.has(key) && unboundOf(key, store).some(isUnplaced)) line.set(key, clock.now())
  const all = new Map([...line, ...openServices(store)])
  const open = [...all].filter(([each]) => concerns?.(each, 'Service') ?? true).sort(by(([each]) => each))
  const areDecided = open.length === 0 || !isAnyDeciding(ports)
  const rests = open.map(([each, since]) => ({ each, rest: areDecided ? 0 : since + PATIENCE_MS - clock.now() }))
  const now = rests.flatMap(({ each, rest }) => (rest > 0 ? [] : [each]))
  for (const each of now) line.delete(each)
  const waiting = rests.filter(({ rest }) => rest > 0)
  return waiting.length === 0 ? { now } : { now, waitMs: Math.min(...waiting.map(({ rest }) => rest)) }
}

/** Takes a service out of the line, as none of its tasks waits. */
export function leaveLine(key: Key, store: Store): void {
  lines.get(store)?.delete(key)
}

function lineOf(store: Store): Line {
  const line: Line = lines.get(store) ?? new Map()
  lines.set(store, line)
  return line
}

/** The tasks of a service that are to be bound to a node, sorted by slot, so that the order in which they were created does not matter. */
export function unboundOf(key: Key, store: Store): readonly V1Task[] {
  return [...store.by('Task', 'unbound', key).values()].sort((a, b) => a.spec.slot - b.spec.slot)
}

/** The services with tasks that were not tried yet, and since when one of these exists, ms since 1970. */
function openServices(store: Store): ReadonlyMap<Key, number> {
  const open = new Map<Key, number>()
  for (const task of store.by('Task', 'untried', '*').values()) {
    const key = serviceKeyOf(task)
    if (!open.has(key)) open.set(key, Date.parse(task.metadata.creationTimestamp ?? ''))
  }
  return open
}

function isAnyDeciding(ports: Ports): boolean {
  for (const service of ports.store.by('Service', 'undecided', 'true').values())
    if (isDeciding(service, ports)) return true
  return false
}

/** Whether a service has yet to decide which tasks it is to have. */
function isDeciding(service: V1Service, { store, concerns, clock }: Ports): boolean {
  const { metadata, status } = service
  const key = keyOf(service)
  if (!(concerns?.(key, 'Service') ?? true)) return false
  if (pauseOf(store, metadata, clock.now())) return false
  if (metadata.deletionTimestamp !== undefined) return hasTasks(key, store)
  if (status?.observedGeneration !== metadata.generation) return true
  if (status?.updateRevision !== undefined || stopOf(store, key)) return false
  const contents = mountedContents(service.spec.template)
  return (
    contents.length > 0 &&
    contents.every(([kind, name]) => mayBeKnown(store.get(kind, keyFor(metadata.namespace, name))))
  )
}

/** Whether a service has a bound task that was not told to go. */
function hasTasks(key: Key, store: Store): boolean {
  for (const [name, { spec }] of store.by('Task', 'service', key))
    if (spec.node !== undefined && !store.by('Task', 'leaving', spec.node).has(name)) return true
  return false
}

/** Whether the content of a Secret or Config is known, or its loop has not looked at it yet. */
function mayBeKnown(object: V1Secret | V1Config | undefined): boolean {
  if (!object) return false
  return object.status?.contentHash !== undefined || !isObserved(object)
}

/** Whether a change is a service's decision which tasks it is to have: others may have waited for it. */
export function decides({ before, after }: Change<V1Service>): boolean {
  return after !== undefined && isObserved(after) && !(before && isObserved(before))
}
