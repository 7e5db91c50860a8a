import type { V1Network } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import type { Ports } from '../runtime/ports.ts'

/** The driver of a network: that of the existing one on any host, else the declared one. */
export function driverOf(network: V1Network, { inventory, installation }: Pick<Ports, 'inventory' | 'installation'>) {
  const { external = false, driver = 'bridge' } = network.spec
  for (const { node } of inventory.hosts())
    for (const { Driver, Labels } of inventory.networksNamed(node, hostNameOf(network)))
      if (Driver !== undefined && (external || Labels?.[labels.installation] === installation)) return Driver
  return driver
}
