import { getCondition } from '../../api/v1/conditions.ts'
import { refusalReasons } from '../../api/v1/reason-groups.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'

/** Those that an engine did not make: a network that went there may have left them its subnet. */
export function keysRefused(
  { node, id }: Pick<InventoryChange, 'node' | 'id'>,
  { store, inventory }: Pick<Ports, 'store' | 'inventory'>,
): readonly Key[] {
  if (inventory.host(node)?.networks.has(id)) return []
  return [...store.list('Network')].flatMap(([key, { status }]) => {
    const reason = getCondition(status?.conditions, conditionTypes.ready)?.reason ?? ''
    const isHeldThere = status?.nodes?.some((on) => on.node === node && on.state === 'Held')
    return isHeldThere && refusalReasons.has(reason) ? [key] : []
  })
}
