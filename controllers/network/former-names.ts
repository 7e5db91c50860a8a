import type { V1Network } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyOf } from '../../api/v1/names.ts'
import type { NetworkInspect } from '../../engine/types/network.ts'
import type { Key } from '../../store/objects/store.ts'
import { madeFor } from '../ownership/made-for.ts'
import { stayingOn } from '../ownership/users.ts'
import type { Ports } from '../runtime/ports.ts'

type Looked = Pick<Ports, 'inventory' | 'installation' | 'store'>

/**
 * What a node still has of a network under names that were declared before. Not what another Network has the name of by now, whose loop
 * keeps and removes it.
 */
export function underFormerNames(
  node: string,
  network: V1Network,
  { inventory, installation, store }: Looked,
): readonly NetworkInspect[] {
  const [now, key] = [hostNameOf(network), keyOf(network)]
  const there = [...(inventory.host(node)?.networks.values() ?? [])]
  const found = there.filter((each) => each.Name !== now && madeFor('Network', each, installation) === key)
  const isDeclared = (name: string) =>
    [...store.by('Network', 'hostName', name).values()].some(({ spec }) => !spec.external)
  return found.filter(({ Name }) => !isDeclared(Name))
}

/** Whether tasks that use the network of this name through external Networks are to stay on a node, even if none is in it just now. */
export function isAwaitedByOthers(node: string, name: string, { store }: Pick<Ports, 'store'>): boolean {
  const keys = [...store.by('Network', 'hostName', name).keys()]
  return keys.some((key) => stayingOn(store.by('Task', 'network', key).values(), store).has(node))
}

/** The keys of the Networks that a node has under former names: a container that changed there may have been the last in one. */
export function keysRenamed(node: string, { inventory, installation, store }: Looked): readonly Key[] {
  const found = new Set<Key>()
  for (const there of inventory.host(node)?.networks.values() ?? []) {
    const key = madeFor('Network', there, installation)
    const network = key === undefined ? undefined : store.get('Network', key)
    if (key !== undefined && network && hostNameOf(network) !== there.Name) found.add(key)
  }
  return [...found]
}
