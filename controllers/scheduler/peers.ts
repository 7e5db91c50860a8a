import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyFor, keyOf, slotKeyOf } from '../../api/v1/names.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { boundToNode } from '../holds/bound-to-node.ts'
import { stopOf } from '../holds/stop.ts'
import { driverOf } from '../network/driver.ts'
import { isOneShot } from '../service/to-end.ts'
import { isOver } from '../../api/v1/task-phase.ts'
import { isParticular, refusesNow } from './filters.ts'
import { goingSoon } from './going-soon.ts'
import { newestBySlot } from './newest.ts'
import { madePins, type Placing } from '../data/pinned-volumes.ts'
import { failedPin } from '../data/pins.ts'

/**
 * Returns per node how many other services of the stack that share a bridge network with a service have tasks there, or are to have them:
 * over a bridge, services reach each other only on the same node. A peer counts on the nodes where it keeps tasks; without any, where it
 * may go. What is meant to end does not count: how long it takes is known to nobody, and it goes where the others are.
 */
export function peersByNode(service: V1Service, ports: Placing): ReadonlyMap<string, number> {
  const { store } = ports
  const counts = new Map<string, number>()
  const { namespace = '' } = service.metadata
  const bridges = new Set(networksOf(service.spec.template).filter((name) => isBridge(keyFor(namespace, name), ports)))
  if (bridges.size === 0 || store.list('Node').size < 2) return counts
  const gone = goingSoon(store)
  for (const [key, peer] of store.by('Service', 'namespace', namespace)) {
    if (key === keyOf(service) || isGlobal(peer.spec) || isBeingDeleted(peer) || gone.has(key)) continue
    if (isOneShot(peer, store)) continue
    if (!networksOf(peer.spec.template).some((name) => bridges.has(name))) continue
    nodesOf(peer, ports).forEach((node) => counts.set(node, (counts.get(node) ?? 0) + 1))
  }
  return counts
}

/**
 * The nodes on which a peer counts: those that keep its tasks, because they would take them again or hold their data. Otherwise those that
 * it may go to, as tasks that move or are placed later follow those placed before. The answer does not depend on how far the peer's rollout
 * has come.
 */
function nodesOf(peer: V1Service, ports: Placing): ReadonlySet<string> {
  const { store } = ports
  const newest = newestBySlot(store.by('Task', 'service', keyOf(peer)).values())
  if (newest.size === 0) return isToHaveTasks(peer, store) ? opensTo(peer, ports) : new Set()
  const [live, kept] = [new Set<string>(), new Set<string>()]
  newest.forEach((task) => {
    const { node = '' } = task.spec
    if (isOver(task) && !isFollowed(task, store)) return
    live.add(node)
    if (!kept.has(node) && keeps(node, task, { peer, ports })) kept.add(node)
  })
  if (kept.size > 0) return kept
  const open = live.size > 0 ? opensTo(peer, ports) : live
  return open.size > 0 ? open : live
}

/** Whether an unbound task is to take this one's place. */
function isFollowed(task: V1Task, store: Store): boolean {
  return [...store.by('Task', 'slot', slotKeyOf(task)).values()].some(({ spec }) => spec.node === undefined)
}

/** Whether a service that has no tasks will get some, even if it waits for others first. */
function isToHaveTasks({ metadata, spec }: V1Service, store: Store): boolean {
  return spec.replicas !== 0 && !stopOf(store, keyOf({ metadata }))
}

interface Of {
  readonly peer: V1Service
  readonly ports: Placing
}

function keeps(name: string, task: V1Task, { peer, ports }: Of): boolean {
  const node = ports.store.get('Node', name)
  const takes = node !== undefined && refusesNow(node, peer) === undefined
  return takes || boundToNode(task, peer, ports) !== undefined
}

/**
 * The nodes where a service with requirements on its nodes may run. Empty for one that may run anywhere: other services need not follow it.
 */
function opensTo(peer: V1Service, ports: Placing): ReadonlySet<string> {
  const pins = madePins(peer, ports)
  if (!isParticular(peer) && [...pins.values()].every(({ on }) => on.size === 0)) return new Set()
  const nodes = [...ports.store.list('Node')].filter(
    ([name, node]) => refusesNow(node, peer) === undefined && failedPin(name, pins, peer) === undefined,
  )
  return new Set(nodes.map(([name]) => name))
}

/** A network without an object in the store counts as a bridge. */
function isBridge(key: Key, ports: Placing): boolean {
  const network = ports.store.get('Network', key)
  return !network || driverOf(network, ports) === 'bridge'
}
