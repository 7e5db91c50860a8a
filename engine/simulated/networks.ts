import { addressOf } from '../../api/v1/ipv4-block.ts'
import type { NetworkBody, NetworkInspect } from '../types/network.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import { drawId, endpointId } from './ids.ts'
import { checkNetworkBody } from './network-checks.ts'
import { refuse } from './refusal.ts'
import type { HostState, Network } from './state.ts'
import { type AddressConfig, configsOf, createPool, newerSubnets, type Pool, subnetOf } from './subnets.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

const predefined = new Set(['bridge', 'host', 'none'])
/** Drivers of which an engine has exactly one network. */
const lone = new Set(['host', 'null'])
/** The built-in address drivers; engines don't list plugins for that. */
const ADDRESS_DRIVERS = new Set(['default', 'null'])

/** Creates the three networks that every engine has. */
export function createPredefinedNetworks(host: HostState): void {
  for (const [name, driver] of [
    ['bridge', 'bridge'],
    ['host', 'host'],
    ['none', 'null'],
  ] as const) {
    const pool = driver === 'bridge' ? createPool([], { api: host.api }) : undefined
    addNetwork(host, { body: { Name: name, Driver: driver }, predefined: true, pool })
  }
}

/**
 * Recreates the default network, as an engine does at each start, with a new creation time. (Its id changes too, on which nothing here
 * relies.)
 */
export function renewBridge(host: HostState): void {
  for (const network of networksCalled(host, 'bridge')) {
    network.created = host.clock.now()
    network.seed = undefined
    network.described = undefined
  }
}

/** Whether a network is the swarm's. The engine shows its address as a requested one, and tells of its end as the last container leaves. */
export function isSwarmScoped({ body }: Pick<Network, 'body'>): boolean {
  return body.Driver === 'overlay' || body.Scope === 'swarm'
}

export function createNetwork(host: HostState, body: NetworkBody): { id: string; warning: string } {
  const { Name: name } = body
  const driver = body.Driver || 'bridge'
  if (predefined.has(name) || name === 'default')
    refuse(403, `operation is not permitted on predefined ${name} network `)
  if (name === '') refuse(host.api < 44 ? 500 : 400, 'invalid name: ')
  const same = networksCalled(host, name)[0]
  if (same !== undefined && (body.CheckDuplicate !== false || host.api >= 44)) {
    refuse(409, `network with name ${name} already exists`)
  }
  checkDriver(host, driver)
  checkAddressDriver(host, body)
  const asked = { ...body, Driver: driver }
  checkNetworkBody(host, asked)
  const given = { pool: poolFor(host, asked), newer: newerFor(host, asked) }
  const network = addNetwork(host, { body: asked, predefined: false, ...given })
  emitNetwork(host, network, { action: 'create' })
  const warning = same === undefined ? '' : `Network with name ${name} (id : ${same.id}) already exists`
  return { id: network.id, warning }
}

export function removeNetwork(host: HostState, key: string): void {
  const network = findNetwork(host, key)
  if (network.predefined) refuse(403, `${network.name} is a pre-defined network and cannot be removed`)
  if (network.attached.size > 0) refuse(403, inUseWords(host, network))
  host.networks.delete(network.id)
  emitNetwork(host, network, { action: isSwarmScoped(network) ? 'remove' : 'destroy' })
}

export function listNetworks(host: HostState, labels: readonly string[] = []): NetworkInspect[] {
  const all = [...host.networks.values()]
  return all.filter((network) => hasLabels(network.body.Labels, labels)).map(describe)
}

/** Finds a network by id, name, or a prefix of the id, in the engine's order. */
export function findNetwork(host: HostState, key: string): Network {
  return knownNetwork(host, key) ?? refuse(404, `network ${key} not found`)
}

export function knownNetwork(host: HostState, key: string): Network | undefined {
  const exact = host.networks.get(key)
  if (exact !== undefined) return exact
  const named = networksCalled(host, key)
  if (named.length > 1) refuse(400, `network ${key} is ambiguous (${named.length} matches found on name)`)
  return named[0] ?? [...host.networks.values()].find((network) => key !== '' && network.id.startsWith(key))
}

/** Inspects a network with its containers, which a list leaves out. */
export function inspectNetwork(host: HostState, key: string): NetworkInspect {
  const network = findNetwork(host, key)
  const containers = [...network.attached].map(([id, { live }]) => {
    const address = `${live?.ip ?? ''}/${network.pool?.bits ?? 0}`
    return [id, { Name: host.containers.get(id)?.name ?? '', IPv4Address: address }] as const
  })
  return Object.freeze({ ...describe(network), Containers: Object.fromEntries(containers) })
}

export function emitNetwork(
  host: HostState,
  network: Network,
  { action, more }: { readonly action: string; readonly more?: Readonly<Record<string, string>> },
): void {
  const attributes = { name: network.name, type: network.body.Driver ?? 'bridge', ...more }
  host.events.emit({ type: 'network', action, id: network.id, attributes, time: host.clock.now() })
}

/** Whether an object's labels satisfy filters such as `key=value` or `key`. */
export function hasLabels(labels: Readonly<Record<string, string>> | undefined | null, filters: readonly string[]) {
  return filters.every((filter) => {
    const at = filter.indexOf('=')
    return at < 0 ? labels?.[filter] !== undefined : labels?.[filter.slice(0, at)] === filter.slice(at + 1)
  })
}

export function addNetwork(
  host: HostState,
  parts: Pick<Network, 'body' | 'predefined'> & Partial<Pick<Network, 'id' | 'pool' | 'newer' | 'seed'>>,
): Network {
  const network: Network = {
    id: parts.id ?? drawId(host.random).slice(0, isSwarmScoped(parts) ? 25 : undefined),
    name: parts.body.Name,
    created: host.clock.now(),
    body: parts.body,
    predefined: parts.predefined,
    pool: parts.pool,
    newer: parts.newer,
    newerUsed: new Set(),
    attached: new Map(),
    seed: parts.seed,
  }
  host.networks.set(network.id, network)
  return network
}

/** The IPv6 subnet that the engine chooses if one is needed and none is requested. */
function newerFor({ random }: HostState, body: NetworkBody): AddressConfig | undefined {
  if (!body.EnableIPv6 || newerSubnets(body).length > 0) return undefined
  const [, one, two, three] = /^(..)(....)(....)/.exec(drawId(random)) ?? []
  const prefix = `fd${one}:${two}:${three}::`
  return { Subnet: `${prefix}/64`, Gateway: `${prefix}1` }
}

/** The IPv4 pool of a network; if only an IPv6 subnet is requested, the default one. */
function poolFor(host: HostState, body: NetworkBody): Pool {
  const [config] = configsOf(body, 'ipv4')
  const taken = [...host.networks.values()].flatMap((network) => network.pool ?? [])
  return createPool(taken, {
    api: host.api,
    subnet: config?.Subnet,
    gateway: config?.Gateway,
    range: config?.IPRange,
    reserved: Object.values(config?.AuxiliaryAddresses ?? {}),
  })
}

function checkAddressDriver({ isCopy }: HostState, { IPAM }: NetworkBody): void {
  const { Driver: driver = '' } = IPAM ?? {}
  if (driver !== '' && !ADDRESS_DRIVERS.has(driver) && !isCopy) refuse(404, `plugin "${driver}" not found`)
}

/** Checks a network driver against the engine's list, which has built-in drivers and plugins with their tags. */
function checkDriver({ info }: HostState, driver: string): void {
  if (lone.has(driver)) refuse(403, `only one instance of "${driver}" network is allowed`)
  if (driver === 'overlay' && !info.swarmManager) {
    const words =
      'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.'
    refuse(503, words)
  }
  const isThere = [driver, `${driver}:latest`].some((name) => info.pluginsNetwork.includes(name))
  if (!isThere) refuse(404, `plugin "${driver}" not found`)
}

function networksCalled(host: HostState, name: string): Network[] {
  const found: Network[] = []
  for (const network of host.networks.values()) if (network.name === name) found.push(network)
  return found
}

function inUseWords(host: HostState, network: Network): string {
  const words = 'error while removing network: network'
  if (host.api < 44) return `${words} ${network.name} id ${network.id} has active endpoints`
  const users = [...network.attached.keys()].map((id) => {
    return `name:"${host.containers.get(id)?.name}" id:"${endpointId(id, network.id).slice(0, 12)}"`
  })
  return `${words} ${network.name} has active endpoints (${users.join(', ')})`
}

function describe(network: Network): NetworkInspect {
  network.described ??= freeze({
    ...describeBody(network),
    ...network.seed,
    Containers: {},
  })
  return network.described
}

function describeBody({ id, name, created, body, pool, newer }: Network): NetworkInspect {
  // For `host` and `none`, an engine shows null subnets.
  const { Driver: addresses = 'default', Options: options, Config: asked } = body.IPAM ?? {}
  return {
    Name: name,
    Id: id,
    Created: timestamp(created),
    Scope: isSwarmScoped({ body }) ? 'swarm' : 'local',
    Driver: body.Driver ?? 'bridge',
    EnableIPv6: body.EnableIPv6 ?? false,
    IPAM: {
      Driver: addresses,
      ...(options && { Options: options }),
      Config: [...(asked ?? []), ...givenBy(pool), ...(newer ? [newer] : [])],
    },
    Internal: body.Internal ?? false,
    Attachable: body.Attachable ?? false,
    Ingress: body.Ingress ?? false,
    Options: body.Options ?? {},
    Labels: body.Labels ?? {},
  }
}

/** The address configuration that the engine chose itself. */
function givenBy(pool: Pool | undefined): NonNullable<NonNullable<NetworkInspect['IPAM']>['Config']> {
  if (pool === undefined || pool.isAsked) return []
  return [{ Subnet: subnetOf(pool), Gateway: addressOf(pool.gateway) }]
}
