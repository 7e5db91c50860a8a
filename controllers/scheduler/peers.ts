import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyFor, keyOf, slotKeyOf } from '../../api/v1/names.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { driverOf } from '../network/driver.ts'
import type { Ports } from '../runtime/ports.ts'
import { isOver } from '../task/phase.ts'
import { newestBySlot } from './newest.ts'

/**
 * How many services of its stack that share a bridge network with a service have a task on each node: on another one they would not reach
 * each other by it. What goes counts until its successor has a node, and not at all where none follows: how long it takes has no part in it.
 */
export function peersByNode(service: V1Service, ports: Ports): ReadonlyMap<string, number> {
  const { store } = ports
  const counts = new Map<string, number>()
  const { namespace = '' } = service.metadata
  const bridges = new Set(networksOf(service.spec.template).filter((name) => isBridge(keyFor(namespace, name), ports)))
  if (bridges.size === 0 || store.list('Node').size < 2) return counts
  for (const [key, peer] of store.by('Service', 'namespace', namespace)) {
    if (key === keyOf(service) || isGlobal(peer.spec) || isBeingDeleted(peer)) continue
    if (!networksOf(peer.spec.template).some((name) => bridges.has(name))) continue
    const newest = [...newestBySlot(store.by('Task', 'service', key).values()).values()]
    const stay = newest.filter((task) => !isOver(task) || isFollowed(task, store))
    for (const node of new Set(stay.flatMap(({ spec }) => spec.node ?? [])))
      counts.set(node, (counts.get(node) ?? 0) + 1)
  }
  return counts
}

/** Whether another task is to take its place, and has no node yet. */
function isFollowed(task: V1Task, store: Store): boolean {
  return [...store.by('Task', 'slot', slotKeyOf(task)).values()].some(({ spec }) => spec.node === undefined)
}

/** One that nobody made yet is one unless it says otherwise. */
function isBridge(key: Key, ports: Ports): boolean {
  const network = ports.store.get('Network', key)
  return !network || driverOf(network, ports) === 'bridge'
}
