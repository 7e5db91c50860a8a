import type { V1Network } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import { refusalReasons } from '../../api/v1/reason-groups.ts'
import { doOverlap, subnetsIn } from '../../api/v1/subnet.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import type { NetworkInspect } from '../../engine/types/network.ts'
import type { Key } from '../../store/objects/store.ts'
import { overlapsPool } from '../../engine/errors.ts'
import { failedHold } from '../runtime/conditions.ts'
import type { Ports } from '../runtime/ports.ts'
import type { NetworkAction } from './plan.ts'

/** Returns the hold for a failed action. Where a subnet overlaps, it adds which network has that subnet, as the engine does not say so. */
export function failedFor({ spec }: V1Network, ports: Pick<Ports, 'inventory' | 'store' | 'installation'>) {
  return (action: NetworkAction, error: unknown): NetworkAction => {
    const hold = failedHold(action, error)
    if (!overlapsPool(error)) return hold
    for (const holder of ports.inventory.host(action.node)?.networks.values() ?? [])
      for (const { Subnet = '' } of holder.IPAM?.Config ?? [])
        if (subnetsIn(spec).some((subnet) => doOverlap(subnet, Subnet)))
          return { ...hold, because: `${hold.because}; ${holderWords(holder, Subnet, ports)}` }
    return hold
  }
}

/** One that is to go, as after a rename in its file, stays while tasks are in it, and these wait for the new one. */
function holderWords(
  { Name, Labels: own = {} }: NetworkInspect,
  subnet: string,
  { store, installation }: Pick<Ports, 'store' | 'installation'>,
): string {
  const { [labels.stack]: stack, [labels.name]: name = '' } = own ?? {}
  const network = own?.[labels.installation] === installation && store.get('Network', keyFor(stack, name))
  if (!network || !isBeingDeleted(network)) return `the network ${Name} has ${subnet}: give one of them another subnet`
  return `the network ${Name} has ${subnet}, and goes once no task is in it: \`reconcile stop ${stack}\` and then \`reconcile start ${stack}\` make room, or give the new one another subnet`
}

/**
 * The keys of Networks that a node's engine refused to create: a network that was removed there may have freed their subnet. Empty unless
 * the changed network is gone.
 */
export function keysRefused(
  { node, id }: Pick<InventoryChange, 'node' | 'id'>,
  { store, inventory }: Pick<Ports, 'store' | 'inventory'>,
): readonly Key[] {
  if (inventory.host(node)?.networks.has(id)) return []
  return [...store.list('Network')].flatMap(([key, { status }]) => {
    const isRefused = status?.nodes?.some((on) => on.node === node && refusalReasons.has(on.reason ?? ''))
    return isRefused ? [key] : []
  })
}
