import type { V1Network } from '../../api/v1/generated/types.ts'
import { refusalReasons } from '../../api/v1/reason-groups.ts'
import { doOverlap, subnetsIn } from '../../api/v1/subnet.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import type { Key } from '../../store/objects/store.ts'
import { overlapsPool } from '../../engine/errors.ts'
import { failedHold } from '../runtime/conditions.ts'
import type { Ports } from '../runtime/ports.ts'
import type { NetworkAction } from './plan.ts'

/** Returns the hold for a failed action. Where a subnet overlaps, it adds which network has that subnet, as the engine does not say so. */
export function failedFor({ spec }: V1Network, { inventory }: Pick<Ports, 'inventory'>) {
  return (action: NetworkAction, error: unknown): NetworkAction => {
    const hold = failedHold(action, error)
    if (!overlapsPool(error)) return hold
    for (const { Name, IPAM } of inventory.host(action.node)?.networks.values() ?? [])
      for (const { Subnet = '' } of IPAM?.Config ?? [])
        if (subnetsIn(spec).some((subnet) => doOverlap(subnet, Subnet)))
          return {
            ...hold,
            because: `${hold.because}; the network ${Name} has ${Subnet}: give one of them another subnet`,
          }
    return hold
  }
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
