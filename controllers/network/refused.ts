import type { V1Network } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { refusalReasons } from '../../api/v1/reason-groups.ts'
import { doOverlap, subnetsIn } from '../../api/v1/subnet.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import type { NetworkInspect } from '../../engine/types/network.ts'
import type { Key } from '../../store/objects/store.ts'
import { overlapsPool } from '../../engine/errors.ts'
import { madeFor } from '../ownership/made-for.ts'
import { failedHold } from '../runtime/conditions.ts'
import type { Ports } from '../runtime/ports.ts'
import type { NetworkAction } from './action.ts'

/**
 * Returns the hold for a failed action. Where a subnet overlaps, it adds which network has that subnet, as the engine does not say so; of a
 * network under a former name, which one it is about.
 */
export function failedFor(network: V1Network, ports: Pick<Ports, 'inventory' | 'store' | 'installation' | 'clock'>) {
  return (action: NetworkAction, error: unknown): NetworkAction => {
    const failed = failedHold(action, error, ports)
    const hold = 'former' in action ? { ...failed, because: `${action.because}, but ${failed.because}` } : failed
    const there = ports.inventory.host(action.node)?.networks.values() ?? []
    const holder = overlapsPool(error) ? subnetHolder(network, there, ports) : undefined
    return holder === undefined ? hold : { ...hold, because: `${hold.because}; ${holder}` }
  }
}

type Known = Pick<Ports, 'store' | 'installation'>

/** Which of a host's networks has a subnet that a network is to have, and what makes room, in words; undefined if none has. */
export function subnetHolder({ spec }: V1Network, there: Iterable<NetworkInspect>, known: Known): string | undefined {
  for (const holder of there)
    for (const { Subnet = '' } of holder.IPAM?.Config ?? [])
      if (subnetsIn(spec).some((subnet) => doOverlap(subnet, Subnet))) return holderWords(holder, Subnet, known)
  return undefined
}

/** One that is to go, as after a rename in its file, stays while tasks are in it, and these wait for the new one. */
function holderWords(holder: NetworkInspect, subnet: string, { store, installation }: Known): string {
  const { Name } = holder
  const key = madeFor('Network', holder, installation)
  const network = key === undefined ? undefined : store.get('Network', key)
  if (!network || !(isBeingDeleted(network) || hostNameOf(network) !== Name))
    return `the network ${Name} has ${subnet}: give one of them another subnet`
  const { namespace: stack } = network.metadata
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
