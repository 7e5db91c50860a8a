import type { V1IPAM, V1IPAMConfig, V1NetworkSpec } from '../../api/v1/generated/types.ts'
import { plainMap, textMap } from '../readers/key-values.ts'
import { listOf } from '../readers/lists.ts'
import { flag, text } from '../readers/scalars.ts'
import type { AttributeTable } from './attribute.ts'
import { field, mapOf } from './attribute.ts'
import { namedAttributes } from './external.ts'

const subnet: AttributeTable<V1IPAMConfig> = {
  subnet: field('subnet', text),
  ip_range: field('ipRange', text),
  gateway: field('gateway', text),
  aux_addresses: field('auxAddresses', plainMap),
}

const ipam: AttributeTable<V1IPAM> = {
  driver: field('driver', text),
  options: field('options', plainMap),
  config: field('config', listOf(mapOf<V1IPAMConfig>(subnet, () => ({})))),
}

/** All attributes of a top-level network. */
export const networkAttributes: AttributeTable<V1NetworkSpec> = {
  ...namedAttributes,
  attachable: field('attachable', flag),
  driver: field('driver', text),
  driver_opts: field('driverOpts', plainMap),
  enable_ipv4: field('enableIPv4', flag),
  enable_ipv6: field('enableIPv6', flag),
  internal: field('internal', flag),
  ipam: field(
    'ipam',
    mapOf<V1IPAM>(ipam, () => ({})),
  ),
  labels: field('labels', textMap('')),
}
