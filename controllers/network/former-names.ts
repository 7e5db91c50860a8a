import type { V1Network } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import type { NetworkInspect } from '../../engine/types/network.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'

/** The Network that a host's network was made for; undefined if this installation did not make it. Pure. */
export function madeFor({ Labels: own }: NetworkInspect, installation: string): Key | undefined {
  if (own?.[labels.installation] !== installation || own[labels.kind] !== 'Network') return undefined
  return keyFor(own[labels.stack], own[labels.name] ?? '')
}

type Looked = Pick<Ports, 'inventory' | 'installation'>

/** What a node still has of a network under names that were declared before. */
export function underFormerNames(
  node: string,
  network: V1Network,
  { inventory, installation }: Looked,
): readonly NetworkInspect[] {
  const [now, key] = [hostNameOf(network), keyOf(network)]
  const there = [...(inventory.host(node)?.networks.values() ?? [])]
  return there.filter((found) => found.Name !== now && madeFor(found, installation) === key)
}

/** The keys of the Networks of a container's stack that its node has under former names: the container may have been the last in one. */
export function keysRenamed(
  { node, labels: own }: InventoryChange,
  { inventory, installation, store }: Looked & Pick<Ports, 'store'>,
): readonly Key[] {
  const found = new Set<Key>()
  for (const there of inventory.host(node)?.networks.values() ?? []) {
    const key = there.Labels?.[labels.stack] === own[labels.stack] ? madeFor(there, installation) : undefined
    const network = key === undefined ? undefined : store.get('Network', key)
    if (key !== undefined && network && hostNameOf(network) !== there.Name) found.add(key)
  }
  return [...found]
}
