import { isUserNetwork } from '../container/endpoints.ts'
import { nameOf } from '../container/name.ts'
import type { WantedContainer, WantedEndpoint } from '../container/want.ts'
import type { ContainerInspect, EndpointBody, EndpointInspect } from '../types/container.ts'
import { shownMac } from '../network/mac.ts'
import { isUp } from '../container/is-up.ts'
import { isOfSwarm } from '../network/swarm-id.ts'
import { asSet } from './fields.ts'
import { ownLinks } from './links.ts'

/** A difference between the desired and the actual networks of a container. */
export interface EndpointDifference {
  /** `network shop_default`, or `network shop_default aliases`. */
  readonly field: string
  readonly message: string
  readonly wanted?: string
  readonly found?: string
  /** The action that brings it closer to the desired state; the next pass finds what is left. */
  readonly heal:
    | { readonly by: 'connect'; readonly network: string }
    | { readonly by: 'disconnect'; readonly network: string }
    /** `replace`: see `Drift`. */
    | { readonly by: 'recreate' | 'replace' }
}

/** Returns every difference in networks. An extra network counts too: it is another way in or out. */
export function endpointDifferences(wanted: WantedContainer, inspect: ContainerInspect): readonly EndpointDifference[] {
  const networks = inspect.NetworkSettings.Networks
  const differences: EndpointDifference[] = []
  for (const endpoint of wanted.networks) {
    const found = networks[endpoint.name] ?? networks[endpoint.id]
    const difference = found
      ? endpointDifference(endpoint, found, inspect)
      : missing(endpoint, isOfGoneMode(wanted, inspect))
    if (difference) differences.push(difference)
  }
  const mode = wanted.body.HostConfig?.NetworkMode
  for (const [key, found] of Object.entries(networks))
    if (!wanted.networks.some(({ id, name }) => key === name || key === id) && !isImplied(key, mode))
      differences.push(extra(key, found, inspect))
  return differences
}

/** Whether a network is just the mode of a container without networks: the engine shows it on `bridge`, `host` or `none`. */
function isImplied(name: string, mode = 'bridge'): boolean {
  return mode === 'default' ? name === 'bridge' : name === mode
}

function missing({ id, name, endpoint }: WantedEndpoint, hasGoneMode: boolean): EndpointDifference {
  const field = `network ${name}`
  const difference = { message: `it is not on the network ${name}`, wanted: name }
  if (hasGoneMode) return { ...difference, field: remade(field, id), heal: { by: 'recreate' } }
  return { ...difference, field, heal: isMade(endpoint) ? { by: 'recreate' } : { by: 'connect', network: id } }
}

/** Whether an endpoint has to come with the create: a container that is connected later gets another MAC address than the declared one. */
function isMade({ MacAddress }: EndpointBody): boolean {
  return MacAddress !== undefined
}

function endpointDifference(
  { id, name, endpoint }: WantedEndpoint,
  found: EndpointInspect,
  inspect: ContainerInspect,
): EndpointDifference | undefined {
  const field = `network ${name}`
  // Before the first start, engines don't tell the network's id.
  if (found.NetworkID && id !== name && found.NetworkID !== id)
    return {
      field: remade(field, id),
      message: `it is on a network ${name} that is gone or another one of that name`,
      wanted: id,
      found: found.NetworkID,
      // The engine keeps the old id as network mode, with which engine 28 can't start the container.
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
    // Other settings can only be set by connecting again.
    heal: isMade(endpoint) ? { by: 'recreate' } : { by: 'disconnect', network: found.NetworkID || id },
  }
}

/** The field of a network that was made anew: each one is a difference of its own, for which the container may be made anew, too. */
function remade(field: string, id: string): string {
  return `${field} ${id.slice(0, 12)}`
}

/**
 * Whether the container's mode is a network that was made anew since, or has another name. An engine keeps the mode for the container's life,
 * and from API 1.44 on it connects and starts nothing whose mode is gone. While a container runs in that network, it is there.
 */
function isOfGoneMode({ networks }: WantedContainer, inspect: ContainerInspect): boolean {
  const { NetworkMode: mode = '' } = inspect.HostConfig
  const isThere = () => Object.entries(inspect.NetworkSettings.Networks).some((found) => isOfMode(found, inspect))
  return isUserNetwork(mode) && networks.every(({ id, name }) => !id.startsWith(mode) && name !== mode) && !isThere()
}

/** Whether a network that a running container is in is the one of its mode: by its id, or, as Compose makes containers, by its name. */
function isOfMode([name, found]: [string, EndpointInspect], { HostConfig, State }: ContainerInspect): boolean {
  const { NetworkMode: mode = '' } = HostConfig
  return isUp(State.Status) && isUserNetwork(mode) && (name === mode || found.NetworkID?.startsWith(mode) === true)
}

/** Fast path for the usual case: only aliases are declared, and they match. */
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
    {
      what: 'links',
      wanted: asSet(wanted.Links).join(', '),
      found: ownLinks(wanted.Links ?? [], found.Links ?? [], inspect).join(', '),
    },
    ...addresses(wanted.IPAMConfig ?? {}, found),
    ...Object.entries(wanted.DriverOpts ?? {}).map(([key, value]) => ({
      what: `driver option ${key}`,
      wanted: value,
      found: found.DriverOpts?.[key] ?? '',
    })),
    ...shownOnly(wanted, found),
  ]
}

function addresses(
  wanted: NonNullable<EndpointBody['IPAMConfig']>,
  { IPAMConfig, NetworkID = '' }: EndpointInspect,
): Setting[] {
  const found = IPAMConfig ?? {}
  const both = [
    { what: 'IPv4 address', wanted: wanted.IPv4Address ?? '', found: found.IPv4Address ?? '' },
    { what: 'IPv6 address', wanted: wanted.IPv6Address ?? '', found: found.IPv6Address ?? '' },
  ]
  // On a network of a swarm, engines show an address that they gave as one that was asked for.
  return isOfSwarm(NetworkID) ? both.filter((each) => each.wanted !== '') : both
}

/** Settings compared only if both sides have them: stopped containers show no MAC address, and older engines knew no gateway priority. */
function shownOnly(wanted: EndpointBody, found: EndpointInspect): Setting[] {
  const pairs = [
    ['MAC address', wanted.MacAddress && shownMac(wanted.MacAddress), found.MacAddress && shownMac(found.MacAddress)],
    ['gateway priority', wanted.GwPriority, found.GwPriority],
  ] as const
  return pairs
    .filter(([, want, has]) => want && has)
    .map(([what, want, has]) => ({ what, wanted: String(want), found: String(has) }))
}

/**
 * The aliases without those that engines add: the short id, the host name, the container's name. A desired one that is the container's name
 * counts as there, as every engine answers for the name: connecting again for it would cut its published ports off for a moment.
 */
function ownAliases(wanted: readonly string[], found: readonly string[], inspect: ContainerInspect): string[] {
  const name = nameOf(inspect)
  const added = [inspect.Id.slice(0, 12), inspect.Config.Hostname, name]
  return asSet([...found, name].filter((alias) => wanted.includes(alias) || !added.includes(alias)))
}

/** A network that is the container's mode could be left in place, but it would not start again once that network is removed. */
function extra(name: string, found: EndpointInspect, inspect: ContainerInspect): EndpointDifference {
  return {
    field: `network ${name}`,
    message: `it is on the network ${name}, where it is not declared to be`,
    found: name,
    heal: isOfMode([name, found], inspect) ? { by: 'replace' } : { by: 'disconnect', network: found.NetworkID || name },
  }
}
