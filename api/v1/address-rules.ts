import { isIP, SocketAddress } from 'node:net'
import type { V1Network, V1Service } from './generated/types.ts'
import { groupBy } from './group-by.ts'
import type { ObjectOf } from './kinds.ts'
import { describeRef, refOf } from './metadata.ts'
import { keyFor, keyOf } from './names.ts'
import type { Follow } from './one-host.ts'
import { isJob } from './service-mode.ts'
import type { SetError } from './set-error.ts'
import { isInSubnets, subnetsIn } from './subnet.ts'
import type { ValidationError } from './validation-error.ts'

/** A fixed address that a service is to have in a network. */
interface Fixed {
  readonly service: V1Service
  /** The key of the network. */
  readonly network: string
  readonly address: string
  readonly path: ValidationError['path']
}

/**
 * Fixed addresses that no engine gives: one outside of the subnets that its network declares, and where there is one host, `follow` telling
 * who takes turns on it, one that another service has.
 */
export function addressRules(objects: readonly ObjectOf[], follow: Follow | undefined): SetError[] {
  const networks = new Map<string, V1Network>()
  for (const object of objects) if (object.kind === 'Network') networks.set(keyOf(object), object)
  const fixed = objects.flatMap((object) => (object.kind === 'Service' ? fixedOf(object) : []))
  return [
    ...fixed.flatMap((one) => outside(one, networks.get(one.network)) ?? []),
    ...(follow ? taken(fixed, follow) : []),
  ]
}

function fixedOf(service: V1Service): Fixed[] {
  const { metadata, spec } = service
  return (spec.template.networks ?? []).flatMap((attachment, index) =>
    (['ipv4Address', 'ipv6Address'] as const).flatMap((field) => {
      const address = attachment[field]
      if (!address) return []
      const network = keyFor(metadata.namespace, attachment.network)
      return [{ service, network, address, path: ['spec', 'template', 'networks', index, field] }]
    }),
  )
}

function outside({ service, address, path }: Fixed, network: V1Network | undefined): SetError | undefined {
  if (!network || network.spec.external) return undefined
  const family = subnetsIn(network.spec).filter((subnet) => isIP(subnet.split('/')[0] ?? '') === isIP(address))
  if (family.length === 0 || isInSubnets(family, address)) return undefined
  const other = refOf(network)
  return {
    ...{ object: refOf(service), other, path, otherPath: ['spec', 'ipam', 'config'], value: address },
    message: `is in no subnet of ${describeRef(other)}, which has ${family.join(' and ')}`,
  }
}

/** Jobs end, and leave their addresses to others. The error is on the later one. */
function taken(fixed: readonly Fixed[], follow: Follow): SetError[] {
  const lasting = fixed.filter(({ service: { spec } }) => !isJob(spec) && spec.replicas !== 0)
  const groups = groupBy(lasting, ({ service, network, address }) =>
    JSON.stringify([network, canonical(address), service.spec.placement?.constraints ?? []]),
  )
  return [...groups.values()].flatMap((group) =>
    group.flatMap((one, index) => {
      const first = group
        .slice(0, index)
        .find(({ service }) => service !== one.service && !follow(service, one.service))
      return first ? [clash(one, first)] : []
    }),
  )
}

function clash({ service, address, path }: Fixed, first: Fixed): SetError {
  const other = refOf(first.service)
  return {
    ...{ object: refOf(service), other, path, otherPath: first.path, value: address },
    message: `is the address of ${describeRef(other)} there, and there is one host: give it another one`,
  }
}

/** One address may be written in several ways. */
function canonical(address: string): string {
  const family = isIP(address)
  return family === 0 ? address : new SocketAddress({ address, family: family === 6 ? 'ipv6' : 'ipv4' }).address
}
