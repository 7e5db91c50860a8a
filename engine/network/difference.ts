import { canonicalAddress } from '../../api/v1/fixed-address.ts'
import { redactMap } from '../../api/v1/redact/redact.ts'
import type { NetworkBody, NetworkInspect } from '../types/network.ts'
import type { StringMap } from '../types/string-map.ts'

/**
 * Returns in words the first difference between a network and its create body; undefined when there is none. Only declared fields are
 * compared, not what the engine chose itself (subnet, gateway, default options). Labels are left out: they can't be changed, and are not
 * worth stopping containers for.
 */
export function networkDifference(body: NetworkBody, found: NetworkInspect): string | undefined {
  return (
    plainDifference(body, found) ??
    ipamDifference(body, found) ??
    mapDifference('option', { wanted: body.Options, found: found.Options })
  )
}

const switches = {
  Internal: 'internal',
  Attachable: 'attachable',
  Ingress: 'the ingress network',
  EnableIPv6: 'with IPv6',
} as const

function plainDifference(body: NetworkBody, found: NetworkInspect): string | undefined {
  if (body.Driver !== undefined && found.Driver !== body.Driver)
    return `its driver is ${found.Driver}, declared ${body.Driver}`
  if (body.Scope !== undefined && found.Scope !== undefined && found.Scope !== body.Scope)
    return `its scope is ${found.Scope}, declared ${body.Scope}`
  const switched = switchDifference(body, found)
  if (switched !== undefined) return switched
  // Engines before API 1.47 don't report it.
  const isWanted = body.EnableIPv4 ?? (isByOption('ipv4', found) ? found.EnableIPv4 : true)
  if (found.EnableIPv4 !== undefined && found.EnableIPv4 !== isWanted)
    return found.EnableIPv4 ? 'it is with IPv4, and declared without' : 'it is without IPv4'
  return undefined
}

function switchDifference(body: NetworkBody, found: NetworkInspect): string | undefined {
  for (const field of Object.keys(switches) as (keyof typeof switches)[]) {
    if (field === 'Attachable' && found.Scope === 'local') continue // it only matters for swarm networks
    const wanted = body[field] ?? false
    if (field === 'EnableIPv6' && body.EnableIPv6 === undefined && isByOption('ipv6', found)) continue
    if ((found[field] ?? false) !== wanted)
      return wanted ? `it is not ${switches[field]}` : `it is ${switches[field]}, and not declared so`
  }
  return undefined
}

/** Whether an option sets the address family: the network's own, or an engine default for undeclared ones. */
function isByOption(family: 'ipv4' | 'ipv6', { Options: options }: NetworkInspect): boolean {
  return options?.[`com.docker.network.enable_${family}`] !== undefined
}

type IPAM = NonNullable<NetworkBody['IPAM']>
type Subnet = NonNullable<IPAM['Config']>[number]

function ipamDifference({ IPAM: wanted }: NetworkBody, { IPAM: found = {} }: NetworkInspect): string | undefined {
  if (!wanted) return undefined
  if (wanted.Driver !== undefined && (found.Driver ?? 'default') !== wanted.Driver)
    return `its address driver is ${found.Driver}, declared ${wanted.Driver}`
  for (const config of wanted.Config ?? []) {
    const difference = subnetDifference(config, found.Config ?? [])
    if (difference) return difference
  }
  return mapDifference('address option', { wanted: wanted.Options, found: found.Options })
}

function subnetDifference(wanted: Subnet, found: readonly Subnet[]): string | undefined {
  const match = found.find(({ Subnet }) => wanted.Subnet === undefined || sameAddress(Subnet, wanted.Subnet))
  if (!match)
    return `it has the subnet ${found.map(({ Subnet }) => Subnet).join(', ') || 'none'}, declared ${wanted.Subnet}`
  if (wanted.IPRange !== undefined && !sameAddress(match.IPRange, wanted.IPRange))
    return `its address range is ${match.IPRange ?? 'the whole subnet'}, declared ${wanted.IPRange}`
  if (wanted.Gateway !== undefined && !sameAddress(match.Gateway, wanted.Gateway))
    return `its gateway is ${match.Gateway ?? 'none'}, declared ${wanted.Gateway}`
  const addresses = { wanted: wanted.AuxiliaryAddresses, found: match.AuxiliaryAddresses }
  return mapDifference('reserved address', { ...addresses, isSame: sameAddress })
}

/** Compares addresses and subnets in whatever form (IPv6), and gateways without the prefix length that some engines add. */
function sameAddress(found: string | undefined, wanted: string): boolean {
  if (found === undefined) return false
  const [[a, length], [b, wantedLength]] = [inOneForm(found), inOneForm(wanted)]
  return a === b && (length === wantedLength || wantedLength === undefined)
}

/** An address in one form, as engines keep the one that was sent, and the length of its prefix. */
function inOneForm(written: string): readonly [address: string, length?: string] {
  const [address = '', length] = written.split('/')
  return length === undefined ? [canonicalAddress(address)] : [canonicalAddress(address), length]
}

interface Maps {
  readonly wanted: StringMap | undefined
  readonly found: StringMap | null | undefined
  readonly isSame?: (found: string | undefined, wanted: string) => boolean
}

function mapDifference(what: string, { wanted = {}, found, isSame = Object.is }: Maps): string | undefined {
  for (const [key, value] of Object.entries(wanted))
    if (!isSame(found?.[key], value))
      return `its ${what} ${key} is ${shown(key, found?.[key])}, declared ${shown(key, value)}`
  return undefined
}

function shown(key: string, value: string | undefined): string {
  return value === undefined ? 'not set' : (redactMap({ [key]: value })[key] ?? '')
}
