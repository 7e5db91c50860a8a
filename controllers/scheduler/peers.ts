import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import type { Store } from '../../store/objects/store.ts'
import { newestBySlot } from './newest.ts'

/**
 * How many services of its stack that share a bridge network with a service have a task on each node: on another one they would not reach
 * each other by it. What goes counts until its successor has a node, so that how long it takes has no part in it.
 */
export function peersByNode(service: V1Service, store: Store): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const { namespace = '' } = service.metadata
  const bridges = new Set(networksOf(service.spec.template).filter((name) => isBridge(keyFor(namespace, name), store)))
  if (bridges.size === 0 || store.list('Node').size < 2) return counts
  for (const [key, peer] of store.by('Service', 'namespace', namespace)) {
    if (key === keyOf(service) || isGlobal(peer.spec)) continue
    if (!networksOf(peer.spec.template).some((name) => bridges.has(name))) continue
    const newest = newestBySlot(store.by('Task', 'service', key).values())
    const nodes = new Set([...newest.values()].flatMap(({ spec }) => spec.node ?? []))
    for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1)
  }
  return counts
}

/** One that nobody made yet is one unless it says otherwise. */
function isBridge(key: string, store: Store): boolean {
  const { spec, status } = store.get('Network', key) ?? {}
  return (status?.driver ?? spec?.driver ?? 'bridge') === 'bridge'
}
