import { areOfOneTask } from '../container/labels.ts'
import type { CreatedContainer } from '../engine.ts'
import type { ContainerBody, HostConfigBody } from '../types/container.ts'
import { checkAddress, checkAliases } from './attach.ts'
import { checkHostConfig, checkProcess } from './body-checks.ts'
import { emitContainer, nameRefusal } from './containers.ts'
import { checkLimits, fillHostConfig } from './host-config.ts'
import { drawId } from './ids.ts'
import { findImage } from './images.ts'
import { linksOf } from './links.ts'
import { mergeConfig, mergeLabels } from './merge.ts'
import { mountsOf } from './mounts.ts'
import { pinNamespaces, sharedKey } from './namespaces.ts'
import { shownMac } from '../network/mac.ts'
import { knownNetwork } from './networks.ts'
import { refuse } from './refusal.ts'
import type { Container, Endpoint, HostState, Image } from './state.ts'

/**
 * Creates a container like docker/: if the name is taken by a container of the same task that never ran, that is success, as of an earlier
 * create whose answer was lost.
 */
export function createOrAdopt(host: HostState, name: string, body: ContainerBody): CreatedContainer {
  const holder = host.containers.get(host.names.get(name) ?? '')
  if (holder?.state === 'created' && areOfOneTask(body.Labels, holder.config.Labels))
    return { id: holder.id, warnings: [], existed: true }
  return createContainer(host, name, body)
}

/** `POST /containers/create`: checks like the daemon, in its order, and adds the container to the host. */
export function createContainer(host: HostState, name: string, body: ContainerBody) {
  const image = findImage(host, body.Image)
  const { config: filled, warnings } = filledOnce(host, body.HostConfig)
  checkNetworks(host, body, filled)
  const shared = mergedOnce(host, body, image)
  const refusal = nameRefusal(host, name)
  if (refusal !== undefined) throw refusal
  const id = drawId(host.random)
  const container: Container = {
    id,
    name,
    created: host.clock.now(),
    imageId: image.id,
    image: body.Image,
    config: Object.freeze({
      Hostname: body.Hostname || id.slice(0, 12),
      ...shared,
      Labels: Object.freeze(mergeLabels(body.Labels, image.config)),
    }),
    hostConfig: pinNamespaces(host, filled),
    links: linksOf(host, filled),
    mounts: mountsOf(host, body, shared.Volumes ?? {}),
    endpoints: endpointsOf(host, body, filled.NetworkMode ?? ''),
    ...unstarted,
  }
  keep(host, container, image)
  return { id, warnings }
}

/** The state of a container before its first start. */
export const unstarted = {
  state: 'created',
  paused: false,
  exitCode: 0,
  oomKilled: false,
  error: '',
  startedAt: 0,
  finishedAt: 0,
  restartCount: 0,
  manuallyStopped: false,
  staysDown: false,
  isBeingStopped: false,
  restartDelay: 0,
} as const

function keep(host: HostState, container: Container, image: Image): void {
  host.containers.set(container.id, container)
  host.names.set(container.name, container.id)
  image.users.add(container.id)
  for (const mount of container.mounts) {
    if (mount.Name !== undefined) host.volumes.get(mount.Name)?.users.add(container.id)
  }
  emitContainer(host, container, { action: 'create' })
}

function filledOnce(host: HostState, given: HostConfigBody | undefined) {
  return host.intern.of(`host ${JSON.stringify(given)}`, () => {
    checkLimits(host, given ?? {})
    checkHostConfig(host, given ?? {})
    const { config, warnings } = fillHostConfig(host, given)
    const published = Object.keys(given?.PortBindings ?? {}).length > 0
    const discarded = config.NetworkMode === 'host' && published
    const note = 'Published ports are discarded when using host network mode'
    return { config, warnings: discarded ? [...warnings, note] : warnings }
  })
}

function mergedOnce(host: HostState, body: ContainerBody, image: Image) {
  const { Labels: _labels, Hostname: _hostname, HostConfig: _host, NetworkingConfig: _networks, ...rest } = body
  return host.intern.of(`config ${image.id} ${JSON.stringify(rest)}`, () => {
    checkProcess(host, rest)
    return mergeConfig(host, rest, image.config)
  })
}

function checkNetworks(host: HostState, body: ContainerBody, filled: HostConfigBody): void {
  const mode = filled.NetworkMode ?? ''
  const asked = Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {})
  if (host.api < 44 && asked.length > 1) {
    refuse(400, `Container cannot be connected to network endpoints: ${asked.join(', ')}`)
  }
  if (sharedKey(mode) !== undefined) checkShared(body)
  if (host.api >= 44) checkEndpoints(host, body)
}

/**
 * Checks requested endpoints like newer engines; older ones check when the endpoint is attached. No engine checks the aliases on a
 * predefined network that is given by id.
 */
function checkEndpoints(host: HostState, { NetworkingConfig }: ContainerBody): void {
  for (const [asked, endpoint] of Object.entries(NetworkingConfig?.EndpointsConfig ?? {})) {
    const key = asked === 'default' ? 'bridge' : asked
    const network = knownNetwork(host, key)
    if (!network) continue
    const about = { body: endpoint ?? {}, at: `invalid config for network ${key}: ` }
    checkAddress(host, network, about)
    if (key === network.name) checkAliases(host, network, about)
  }
}

/** Refuses settings of the network namespace when it is shared with another container. */
function checkShared(body: ContainerBody): void {
  const { HostConfig: host = {} } = body
  const conflict = (what: string) => refuse(400, `conflicting options: ${what}`)
  if (body.Hostname) conflict('hostname and the network mode')
  if ((host.Links ?? []).length > 0) conflict("container type network can't be used with links")
  if ((host.Dns ?? []).length > 0) conflict('dns and the network mode')
  if ((host.ExtraHosts ?? []).length > 0) conflict('custom host-to-IP mapping and the network mode')
  if (body.MacAddress) conflict('mac-address and the network mode')
  if (Object.keys(host.PortBindings ?? {}).length > 0) conflict('port publishing and the container type network mode')
  if (Object.keys(body.ExposedPorts ?? {}).length > 0) conflict('port exposing and the container type network mode')
}

function endpointsOf(host: HostState, body: ContainerBody, mode: string): Endpoint[] {
  if (sharedKey(mode) !== undefined || body.NetworkDisabled) return []
  const asked = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {})
  const first = mode === 'default' ? 'bridge' : mode
  const endpoints = asked.map(([key, endpoint]): Endpoint => {
    const { MacAddress: mac } = endpoint ?? {}
    const place = { name: networkName(host, key), networkId: '', body: endpoint ?? {}, named: false }
    // A MAC address only applies at create, and older engines have none per endpoint.
    return host.api >= 44 && mac ? { ...place, mac: shownMac(mac) } : place
  })
  const name = networkName(host, first)
  if (!endpoints.some((endpoint) => endpoint.name === name)) {
    endpoints.unshift({ name, networkId: '', body: {}, named: false })
  }
  const { MacAddress: own } = body
  return own ? endpoints.map((one) => (one.name === name ? { mac: shownMac(own), ...one } : one)) : endpoints
}

function networkName(host: HostState, key: string): string {
  return knownNetwork(host, key)?.name ?? key
}
