import { nameOf } from '../container/name.ts'
import type { WantedContainer, WantedEndpoint } from '../container/want.ts'
import type { ContainerInspect, EndpointBody, EndpointInspect } from '../types/container.ts'
import { shownMac } from '../network/mac.ts'
import { asSet } from './fields.ts'

/** A difference between the networks that a container is wanted on and those it is on. */
export interface EndpointDifference {
  /** `network shop_default`, or `network shop_default aliases`. */
  readonly field: string
  readonly message: string
  readonly wanted?: string
  readonly found?: string
  /** What brings it closer to what is wanted; the next look finds what is then left. */
  readonly heal:
    | { readonly by: 'connect'; readonly network: string }
    | { readonly by: 'disconnect'; readonly network: string }
    | { readonly by: 'recreate' }
}

/** Every difference in networks. A network that nobody wants it on counts too: an extra way in or out is no detail. */
export function endpointDifferences(wanted: WantedContainer, inspect: ContainerInspect): readonly EndpointDifference[] {
  const networks = inspect.NetworkSettings.Networks
  const differences: EndpointDifference[] = []
  for (const endpoint of wanted.networks) {
    const difference = endpointDifference(endpoint, networks[endpoint.name] ?? networks[endpoint.id], inspect)
    if (difference) differences.push(difference)
  }
  const mode = wanted.body.HostConfig?.NetworkMode
  for (const [key, found] of Object.entries(networks))
    if (!wanted.networks.some(({ id, name }) => key === name || key === id) && !isImplied(key, mode))
      differences.push(extra(key, found))
  return differences
}

/** A container without networks of its own is shown on the engine's `bridge`, `host` or `none`. */
function isImplied(name: string, mode = 'bridge'): boolean {
  return mode === 'default' ? name === 'bridge' : name === mode
}

function endpointDifference(
  { id, name, endpoint }: WantedEndpoint,
  found: EndpointInspect | undefined,
  inspect: ContainerInspect,
): EndpointDifference | undefined {
  const field = `network ${name}`
  // An engine gives a hardware address of ours to a new container alone: one that is connected gets another.
  const isMade = endpoint.MacAddress !== undefined
  if (!found)
    return {
      field,
      message: `it is not on the network ${name}`,
      wanted: name,
      heal: isMade ? { by: 'recreate' } : { by: 'connect', network: id },
    }
  // Before the first start engines do not say which network of that name it will be.
  if (found.NetworkID && id !== name && found.NetworkID !== id)
    return {
      field,
      message: `it is on a network ${name} that is gone or another one of that name`,
      wanted: id,
      found: found.NetworkID,
      // The engine keeps the old id as the network mode, and 28 can't start with it any more.
      heal: { by: 'recreate' },
    }
  const settings = isPlainlySame(endpoint, found, inspect) ? undefined : settingDifference(endpoint, found, inspect)
  if (!settings) return undefined
  const { what, wanted: want, found: has } = settings
  return {
    field: `${field} ${what}`,
    message: `${what} on the network ${name} is ${has || 'none'}, declared ${want}`,
    wanted: want,
    found: has,
    // What else an endpoint has is only given to it when it is connected.
    heal: isMade ? { by: 'recreate' } : { by: 'disconnect', network: found.NetworkID || id },
  }
}

/** The usual case, without a word made: nothing but aliases is wanted, and those are there. */
function isPlainlySame(
  { Aliases = [], ...others }: EndpointBody,
  found: EndpointInspect,
  { Id }: ContainerInspect,
): boolean {
  if (Object.keys(others).length > 0 || found.Links?.length || found.IPAMConfig) return false
  const has = found.Aliases ?? []
  return (
    Aliases.every((alias) => has.includes(alias)) &&
    has.every((alias) => Aliases.includes(alias) || alias === Id.slice(0, 12))
  )
}

interface Setting {
  readonly what: string
  readonly wanted: string
  readonly found: string
}

function settingDifference(
  wanted: EndpointBody,
  found: EndpointInspect,
  inspect: ContainerInspect,
): Setting | undefined {
  return settingsOf(wanted, found, inspect).find((setting) => setting.wanted !== setting.found)
}

function settingsOf(wanted: EndpointBody, found: EndpointInspect, inspect: ContainerInspect): Setting[] {
  return [
    {
      what: 'aliases',
      wanted: asSet(wanted.Aliases).join(', '),
      found: ownAliases(wanted.Aliases ?? [], found.Aliases ?? [], inspect).join(', '),
    },
    { what: 'links', wanted: asSet(wanted.Links).join(', '), found: asSet(found.Links).join(', ') },
    ...addresses(wanted.IPAMConfig ?? {}, found.IPAMConfig ?? {}),
    ...Object.entries(wanted.DriverOpts ?? {}).map(([key, value]) => ({
      what: `driver option ${key}`,
      wanted: value,
      found: found.DriverOpts?.[key] ?? '',
    })),
    ...shownOnly(wanted, found),
  ]
}

type Addresses = NonNullable<EndpointBody['IPAMConfig']>

function addresses(wanted: Addresses, found: Addresses): Setting[] {
  return [
    { what: 'IPv4 address', wanted: wanted.IPv4Address ?? '', found: found.IPv4Address ?? '' },
    { what: 'IPv6 address', wanted: wanted.IPv6Address ?? '', found: found.IPv6Address ?? '' },
  ]
}

/** Stopped containers show no MAC address, and connections from before an engine knew of priorities have none. */
function shownOnly(wanted: EndpointBody, found: EndpointInspect): Setting[] {
  const pairs = [
    ['MAC address', wanted.MacAddress && shownMac(wanted.MacAddress), found.MacAddress && shownMac(found.MacAddress)],
    ['gateway priority', wanted.GwPriority, found.GwPriority],
  ] as const
  return pairs
    .filter(([, want, has]) => want && has)
    .map(([what, want, has]) => ({ what, wanted: String(want), found: String(has) }))
}

/** Without the names that engines add themselves: the short id, the host name, the container's name. */
function ownAliases(wanted: readonly string[], found: readonly string[], inspect: ContainerInspect): string[] {
  const added = [inspect.Id.slice(0, 12), inspect.Config.Hostname, nameOf(inspect)]
  return asSet(found.filter((alias) => wanted.includes(alias) || !added.includes(alias)))
}

function extra(name: string, found: EndpointInspect): EndpointDifference {
  return {
    field: `network ${name}`,
    message: `it is on the network ${name}, where it is not declared to be`,
    found: name,
    heal: { by: 'disconnect', network: found.NetworkID || name },
  }
}
