import type { V1Network } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import type { Ports } from '../runtime/ports.ts'

/** The driver of a network; what others made has the one that they chose, on whichever host it is. */
export function driverOf(network: V1Network, { inventory }: Pick<Ports, 'inventory'>): string {
  const { spec, status } = network
  const chosen = status?.driver ?? spec.driver ?? 'bridge'
  if (!spec.external) return chosen
  for (const { node } of inventory.hosts()) {
    const [found] = inventory.networksNamed(node, hostNameOf(network))
    if (found?.Driver !== undefined) return found.Driver
  }
  return chosen
}
