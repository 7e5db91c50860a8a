import type { ContainerInspect, EndpointBody, PortBinding } from '../types/container.ts'
import { changed, isUp, knownContainer } from './containers.ts'
import { endpointId } from './ids.ts'
import { sharedKey } from './namespaces.ts'
import { emitNetwork, isSwarmScoped, knownNetwork } from './networks.ts'
import { Refusal, refuse } from './refusal.ts'
import type { Container, Endpoint, HostState, Network } from './state.ts'
import { configsOf, freeAddress, holdsAddress, newerSubnets, sameForm, strangeAddress, takeAddress } from './subnets.ts'
import { familyOf, isInSubnets } from '../../api/v1/subnet.ts'

const SETTING_UP = 'failed to set up container networking: '

type Ports = NonNullable<ContainerInspect['NetworkSettings']['Ports']>

/** Assigns addresses and host ports to a starting container, without events; takes all back if one is not available. */
export function attachAll(host: HostState, container: Container): void {
  detachAll(host, container) // drops what a connect assigned before this start
  if (isSharing(container)) return checkShared(host, container)
  try {
    for (const endpoint of container.endpoints) networkOf(host, endpoint)
    checkMode(host, container)
    for (const endpoint of container.endpoints) {
      checkAliases(host, networkOf(host, endpoint), endpoint)
      attach(host, container, endpoint)
    }
    publish(host, container)
  } catch (error) {
    detachAll(host, container)
    throw host.api >= 44 && error instanceof Refusal
      ? new Refusal(error.status, `${SETTING_UP}${error.message}`)
      : error
  }
}

export function detachAll(host: HostState, container: Container): void {
  for (const endpoint of container.endpoints) detach(host, container, endpoint)
  if (container.ports !== undefined) unpublish(host, container)
  container.ports = undefined
}

/** Emits `connect` for attached endpoints. */
export function tellConnected(host: HostState, container: Container, endpoints = container.endpoints): void {
  for (const { live, networkId } of endpoints) {
    const network = host.networks.get(networkId)
    if (live && network) emitNetwork(host, network, { action: 'connect', more: { container: container.id } })
  }
}

export function attach(host: HostState, container: Container, endpoint: Endpoint): void {
  const network = networkOf(host, endpoint)
  checkAddress(host, network, endpoint)
  const { IPv4Address: address, IPv6Address: newer } = endpoint.body.IPAMConfig ?? {}
  if (newer) takeNewer(network, newer)
  const ip = network.pool === undefined ? '' : takeAddress(network.pool, address)
  endpoint.networkId = network.id
  endpoint.named = true
  endpoint.live = { ip, newer }
  network.attached.set(container.id, endpoint)
  changed(container)
}

function takeNewer({ body, newerUsed }: Network, address: string): void {
  if (!isInSubnets(newerSubnets(body), address)) refuse(500, strangeAddress(address))
  const isGateway = configsOf(body, 'ipv6').some(({ Gateway = '' }) => sameForm(Gateway) === sameForm(address))
  if (isGateway || newerUsed.has(sameForm(address))) refuse(403, 'Address already in use')
  newerUsed.add(sameForm(address))
}

/** The requested settings of an endpoint, and of what, which newer engines mention in errors. */
interface Asked {
  readonly body: EndpointBody
  readonly at?: string
}

/**
 * Checks a requested address: it needs a user-configured subnet that contains it. Older engines check that only when the endpoint is
 * attached.
 */
export function checkAddress(host: HostState, { pool, body }: Network, asked: Asked): void {
  const { IPv4Address: address, IPv6Address: newer } = asked.body.IPAMConfig ?? {}
  const subnets = newerSubnets(body)
  if (pool !== undefined && ((address && !pool.isAsked) || (newer && subnets.length === 0)))
    refuseSettings(
      host,
      asked,
      'user specified IP address is supported only when connecting to networks with user configured subnets',
    )
  if (host.api < 44) return
  const outside = (one: string) =>
    refuseSettings(host, asked, `no configured subnet or ip-range contain the IP address ${one}`)
  if (address && pool !== undefined && !holdsAddress(pool, address)) outside(address)
  if (newer && !isInSubnets(subnets, newer)) outside(newer)
}

/** Checks aliases: the predefined networks have none. */
export function checkAliases(host: HostState, { predefined }: Pick<Network, 'predefined'>, asked: Asked): void {
  if (!predefined || !asked.body.Aliases?.length) return
  refuseSettings(host, asked, 'network-scoped alias is supported only for containers in user defined networks')
}

function refuseSettings({ api }: HostState, { at = '' }: Asked, words: string): never {
  return refuse(400, api < 44 ? words : `${at}invalid endpoint settings:\n${words}`)
}

export function detach(host: HostState, container: Container, endpoint: Endpoint): void {
  const network = host.networks.get(endpoint.networkId)
  if (endpoint.live === undefined || network === undefined) return
  if (network.pool !== undefined) freeAddress(network.pool, endpoint.live.ip)
  network.newerUsed.delete(sameForm(endpoint.live.newer ?? ''))
  endpoint.live = undefined
  network.attached.delete(container.id)
  changed(container)
  emitNetwork(host, network, { action: 'disconnect', more: { container: container.id } })
  if (isSwarmScoped(network) && network.attached.size === 0) emitNetwork(host, network, { action: 'destroy' })
}

/** The network of an endpoint. A started container refers to it by id, so that a newer network of the same name is another one. */
function networkOf(host: HostState, endpoint: Endpoint): Network {
  const key = endpoint.networkId || endpoint.name
  const known = endpoint.networkId === '' ? knownNetwork(host, endpoint.name) : host.networks.get(endpoint.networkId)
  return known ?? refuse(404, `network ${key} not found`)
}

/** From API 1.44 on, the network of the mode has to exist for a start and for each connection, even if named by a stale id. */
export function checkMode(host: HostState, { hostConfig }: Container): void {
  const mode = hostConfig.NetworkMode ?? ''
  if (host.api < 44 || knownNetwork(host, mode) !== undefined) return
  refuse(404, `could not find a network matching network mode ${mode}: network ${mode} not found`)
}

/** Whether a container uses another container's network namespace, and so that one's addresses. */
export function isSharing({ hostConfig }: Container): boolean {
  return sharedKey(hostConfig.NetworkMode) !== undefined
}

export const sharedConflict =
  'container sharing network namespace with another container or host cannot be connected to any other network'

/** Checks the owner of a shared network namespace. Before API 1.44, networks connected while stopped are ignored. */
function checkShared(host: HostState, { hostConfig, endpoints }: Container): void {
  const key = sharedKey(hostConfig.NetworkMode) ?? ''
  const target = knownContainer(host, key)
  if (target === undefined) refuse(404, `No such container: ${key}`)
  if (!isUp(target)) refuse(409, `cannot join network of a non running container: ${target.id}`)
  if (target.state === 'restarting') {
    refuse(409, `Container ${target.id} is restarting, wait until the container is running`)
  }
  if (host.api >= 44 && endpoints.length > 0) refuse(400, `${SETTING_UP}${sharedConflict}`)
}

/** Publishes ports if a network gives an address and is reachable. Like the engine, it publishes exposed ports only. */
export function publish(host: HostState, container: Container): void {
  const mode = container.hostConfig.NetworkMode ?? ''
  if (mode === 'host' || mode === 'none' || isSharing(container)) return
  const ports: Ports = {}
  container.ports = ports
  if (!isReachable(host, container)) return
  for (const port of Object.keys(container.config.ExposedPorts ?? {})) {
    const asked = askedFor(container, port)
    ports[port] = asked.length === 0 ? null : []
    for (const binding of asked) ports[port]?.push(...bind(host, container, { port, binding }))
  }
}

function askedFor({ hostConfig: { PortBindings, PublishAllPorts } }: Container, port: string): readonly PortBinding[] {
  const asked = PortBindings?.[port] ?? []
  return asked.length === 0 && PublishAllPorts ? [{}] : asked
}

function bind(host: HostState, container: Container, want: { port: string; binding: PortBinding }): PortBinding[] {
  const protocol = want.port.split('/')[1] ?? 'tcp'
  const { HostIp: ip = '', HostPort: asked = '' } = want.binding
  const addresses = ip === '' ? ['0.0.0.0', '::'] : [ip]
  const number = hostPort(host, { protocol, addresses, asked })
  if (number === undefined) {
    const endpoint = endpointId(container.id, container.endpoints[0]?.networkId ?? '')
    const what = `driver failed programming external connectivity on endpoint ${container.name} (${endpoint})`
    const isRange = asked.includes('-')
    refuse(
      500,
      `${what}: ${isRange ? 'all ports are' : `Bind for ${addresses[0]}:${asked} failed: port is already`} allocated`,
    )
  }
  for (const address of addresses) host.ports.set(`${protocol}/${address}:${number}`, container.id)
  return addresses.map((address) => ({ HostIp: address, HostPort: String(number) }))
}

/** The requested port, the first free one of a range, or the next ephemeral one; undefined when taken. */
function hostPort(host: HostState, want: Wanted & { asked: string }): number | undefined {
  const [first = '', last = first] = want.asked.split('-')
  if (first === '' || first === '0') {
    while (isTaken(host, want, host.nextPort)) host.nextPort++
    return host.nextPort++
  }
  for (let number = Number(first); number <= Number(last); number++) if (!isTaken(host, want, number)) return number
  return undefined
}

/** Whether a port is taken. A wildcard address conflicts with every address of its family, and with none of the other. */
function isTaken(host: HostState, { protocol, addresses }: Wanted, number: number): boolean {
  const [prefix, suffix] = [`${protocol}/`, `:${number}`]
  return addresses.some((address) => {
    const all = familyOf(address) === 'ipv6' ? '::' : '0.0.0.0'
    if (host.ports.has(`${protocol}/${all}${suffix}`) || host.ports.has(`${protocol}/${address}${suffix}`)) return true
    if (address !== all) return false
    for (const key of host.ports.keys())
      if (
        key.startsWith(prefix) &&
        key.endsWith(suffix) &&
        familyOf(key.slice(prefix.length, -suffix.length)) === familyOf(address)
      )
        return true
    return false
  })
}

interface Wanted {
  readonly protocol: string
  readonly addresses: readonly string[]
}

/** Whether a container can be reached through ports of its host. */
export function isReachable(host: HostState, container: Container): boolean {
  return container.endpoints.some(
    ({ live, networkId }) => live !== undefined && live.ip !== '' && isOpen(host.networks.get(networkId)),
  )
}

/** Whether a network can be reached from its host. */
function isOpen(network: Network | undefined): boolean {
  const { Internal, Driver = 'bridge' } = network?.body ?? {}
  return !Internal && Driver !== 'macvlan' && Driver !== 'ipvlan'
}

export function unpublish(host: HostState, container: Container): void {
  for (const [port, bindings] of Object.entries(container.ports ?? {})) {
    for (const { HostIp, HostPort } of bindings ?? []) {
      const key = `${port.split('/')[1] ?? 'tcp'}/${HostIp}:${HostPort}`
      if (host.ports.get(key) === container.id) host.ports.delete(key)
    }
  }
}
