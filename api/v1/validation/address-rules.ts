import type { V1Network, V1Service } from '../generated/types.ts'
import { canonicalAddress, fixedAddressesOf } from '../fixed-address.ts'
import { groupBy } from '../language/group-by.ts'
import type { ObjectOf } from '../kinds.ts'
import { listNames } from '../language/list-names.ts'
import { describeRef, refOf } from '../metadata.ts'
import { keyFor, keyOf } from '../names.ts'
import type { TurnOf } from '../turns.ts'
import { isJob } from '../service-mode.ts'
import type { SetError } from './set-error.ts'
import { familyOf, inSubnets, subnetsIn } from '../subnet.ts'
import type { ValidationError } from './validation-error.ts'

/** A fixed address that a service declares in a network. */
interface Fixed {
  readonly service: V1Service
  /** The key of the network. */
  readonly network: string
  readonly address: string
  readonly path: ValidationError['path']
}

/**
 * Errors for fixed addresses that no engine can assign: those outside of the declared subnets of their network, and, if `turnOf` is given,
 * those that another service has. `turnOf` is given only if there is one host.
 */
export function addressRules(objects: readonly ObjectOf[], turnOf: TurnOf | undefined): SetError[] {
  const fixed = objects.flatMap((object) => (object.kind === 'Service' ? fixedOf(object) : []))
  const inNetwork = groupBy(fixed, ({ network }) => network)
  const networks = objects.filter((object) => object.kind === 'Network')
  return [
    ...networks.flatMap((network) => outside(network, inNetwork.get(keyOf(network)) ?? [])),
    ...(turnOf ? taken(fixed, turnOf) : []),
  ]
}

function fixedOf(service: V1Service): Fixed[] {
  const { metadata, spec } = service
  return fixedAddressesOf(spec.template).map(({ network, address, path }) => ({
    ...{ service, address, network: keyFor(metadata.namespace, network) },
    path: ['spec', 'template', ...path],
  }))
}

/** Errors for fixed addresses of a service that may have several tasks on one host: the first of them has the address. */
export function ownAddressRules({ spec }: V1Service): ValidationError[] {
  const { replicas = 1, maxConcurrent, placement, template } = spec
  const atOnce = Math.min(
    replicas,
    placement?.maxReplicasPerNode || replicas,
    (isJob(spec) && maxConcurrent) || replicas,
  )
  if (atOnce < 2) return []
  const message = `is the address of the first of ${atOnce} replicas: have 1, leave it out so that each gets a free one, or have one on each of several hosts with placement.maxReplicasPerNode: 1`
  return fixedAddressesOf(template).map(({ address: value, path }) => {
    return { path: ['spec', 'template', ...path], message, value }
  })
}

function outside(network: V1Network, fixed: readonly Fixed[]): SetError[] {
  if (network.spec.external || fixed.length === 0) return []
  const declared = subnetsIn(network.spec)
  const subnets = groupBy(declared, (subnet) => familyOf(subnet.split('/')[0] ?? ''))
  const isIn = inSubnets(declared)
  const other = refOf(network)
  return fixed.flatMap(({ service, address, path }) => {
    const family = subnets.get(familyOf(address)) ?? []
    if (family.length === 0 || isIn(address)) return []
    return {
      ...{ object: refOf(service), other, path, otherPath: ['spec', 'ipam', 'config'], value: address },
      message: `is in no subnet of ${describeRef(other)}, which has ${listNames(family)}`,
    }
  })
}

/**
 * Addresses that several services declare; the errors are on the later ones. Jobs are left out, as they end and release theirs. Services
 * that take turns with the first one may share its address.
 */
function taken(fixed: readonly Fixed[], turnOf: TurnOf): SetError[] {
  const lasting = fixed.filter(({ service: { spec } }) => !isJob(spec) && spec.replicas !== 0)
  const groups = groupBy(lasting, ({ service, network, address }) =>
    JSON.stringify([network, canonicalAddress(address), service.spec.placement?.constraints ?? []]),
  )
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.flatMap((one) => (!first || turnOf(first.service) === turnOf(one.service) ? [] : clash(one, first))),
  )
}

function clash({ service, address, path }: Fixed, first: Fixed): SetError {
  const other = refOf(first.service)
  return {
    ...{ object: refOf(service), other, path, otherPath: first.path, value: address },
    message: `is the address of ${describeRef(other)} there, and there is one host: give it another one`,
  }
}
