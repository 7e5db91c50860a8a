import { canonicalAddress, fixedAddressesOf } from './fixed-address.ts'
import type { V1Port, V1TaskTemplate } from './generated/types.ts'
import { groupBy } from './language/group-by.ts'

/** What one task of a host at a time can have: a fixed host port, or a fixed address in a network of its stack. */
export interface HostClaim {
  /** In words, such as `port 8080`. */
  readonly what: string
  /** How another task has something else, in words. */
  readonly remedy: string
  /** The host address of a port; empty or absent means all. */
  readonly hostIP?: string
}

/** A task or a service. */
export interface Claimant {
  readonly metadata: { readonly namespace?: string }
  readonly spec: { readonly template: V1TaskTemplate }
}

export type HostClaims = ReadonlyMap<string, readonly HostClaim[]>

const known = new WeakMap<V1TaskTemplate, { readonly namespace: string; readonly claims: HostClaims }>()

/**
 * What a task claims of its host, by `port/protocol` or `stack/network address`. Claims with the same key conflict unless their host
 * addresses differ. Cached per template, as the scheduler compares those of many tasks.
 */
export function claimsOf({ metadata: { namespace = '' }, spec: { template } }: Claimant): HostClaims {
  const before = known.get(template)
  if (before?.namespace === namespace) return before.claims
  const keyed = [...portsIn(template), ...addressesIn(template, namespace)]
  const claims = new Map([...groupBy(keyed, ([key]) => key)].map(([key, all]) => [key, all.map(([, claim]) => claim)]))
  known.set(template, { namespace, claims })
  return claims
}

type Keyed = readonly [key: string, claim: HostClaim]

function portsIn({ ports = [] }: V1TaskTemplate): readonly Keyed[] {
  return ports.filter(isFixed).map(({ hostPort, protocol = 'tcp', hostIP = '' }) => {
    return [`${hostPort}/${protocol}`, { what: `port ${hostPort}`, remedy: 'publish another one', hostIP }]
  })
}

function isFixed({ hostPort, hostPortEnd }: V1Port): boolean {
  return hostPort !== undefined && hostPort !== 0 && hostPortEnd === undefined
}

function addressesIn(template: V1TaskTemplate, namespace: string): readonly Keyed[] {
  return fixedAddressesOf(template).map(({ network, address }) => {
    const what = `address ${address} on the network ${network}`
    return [`${namespace}/${network} ${canonicalAddress(address)}`, { what, remedy: 'give it another one' }]
  })
}
