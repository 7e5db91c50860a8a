import type { EndpointBody } from '../types/container.ts'
import {
  attach,
  checkAddress,
  checkAliases,
  checkMode,
  detach,
  isReachable,
  isSharing,
  publish,
  sharedConflict,
  tellConnected,
  unpublish,
} from './attach.ts'
import { changed, findContainer, isUp } from './containers.ts'
import { emitNetwork, findNetwork, knownNetwork } from './networks.ts'
import { refuse } from './refusal.ts'
import type { Container, Endpoint, HostState, Network } from './state.ts'

const privateConflict =
  'container cannot be connected to multiple networks with one of the networks in private (none) mode'

/**
 * Connects a container. A stopped one only records it for its next start, even for a missing network. One that waits for a restart gets
 * address and ports at once, until it starts; from API 1.44 on that is refused.
 */
export function connectNetwork(
  host: HostState,
  key: string,
  want: { readonly container: string; readonly endpoint: EndpointBody },
): void {
  const container = findContainer(host, want.container)
  const network = knownNetwork(host, key)
  if (!isUp(container)) return note(host, container, { name: network?.name ?? key, network, body: want.endpoint })
  if (isSharing(container)) refuse(400, sharedConflict)
  if (network === undefined) refuse(404, `network ${key} not found`)
  checkMix(host, container, network)
  if (container.state === 'restarting' && host.api >= 44)
    refuse(404, `network sandbox for container ${container.id} not found`)
  checkMode(host, container)
  const known = container.endpoints.find(({ name }) => name === network.name)
  if (known?.live !== undefined)
    refuse(403, `endpoint with name ${container.name} already exists in network ${network.name}`)
  if (known !== undefined) container.endpoints.splice(container.endpoints.indexOf(known), 1)
  checkAliases(host, network, { body: want.endpoint })
  const endpoint: Endpoint = { name: network.name, networkId: network.id, body: want.endpoint, named: true }
  attach(host, container, endpoint)
  tellConnected(host, container, [endpoint])
  container.endpoints.push(endpoint)
  if (Object.keys(container.ports ?? {}).length === 0) publish(host, container)
  changed(container)
}

/** Disconnects a container. A stopped one is disconnected by name, whether the network exists or not. */
export function disconnectNetwork(host: HostState, key: string, containerKey: string): void {
  const container = findContainer(host, containerKey)
  const network = isUp(container) ? findNetwork(host, key) : knownNetwork(host, key)
  if (isUp(container) && network !== undefined && isHostNetwork(network)) refuse(400, hostConflict(host, 'disconnect'))
  const name = network?.name ?? key
  const endpoint = container.endpoints.find((one) => one.name === name)
  if (endpoint === undefined || (isUp(container) && (isSharing(container) || endpoint.live === undefined))) {
    const which = isUp(container) ? `network ${name}` : `the network ${name}`
    refuse(500, `container ${container.id} is not connected to ${which}`)
  }
  if (endpoint.live !== undefined) leave(host, container, endpoint)
  // Before API 1.44 the call itself emits an event too.
  if (network !== undefined && host.api < 44)
    emitNetwork(host, network, { action: 'disconnect', more: { container: container.id } })
  container.endpoints.splice(container.endpoints.indexOf(endpoint), 1)
  changed(container)
}

/** Detaches an endpoint; without any reachable address, published ports are released. */
function leave(host: HostState, container: Container, endpoint: Endpoint): void {
  detach(host, container, endpoint)
  if (isReachable(host, container)) return
  unpublish(host, container)
  container.ports = {}
}

function note(
  host: HostState,
  container: Container,
  want: { readonly name: string; readonly network: Network | undefined; readonly body: EndpointBody },
): void {
  const { name, network, body } = want
  if (network !== undefined) {
    checkMix(host, container, network)
    checkAddress(host, network, { body })
    checkAliases(host, network, { body })
  }
  const known = container.endpoints.findIndex((endpoint) => endpoint.name === name)
  if (known >= 0) container.endpoints.splice(known, 1)
  container.endpoints.push({ name, networkId: '', body, named: host.networks.has(network?.id ?? '') })
  changed(container)
}

/** Checks which networks exclude each other. A shared namespace is refused at the start, or while running. */
function checkMix(host: HostState, container: Container, network: Network): void {
  const mode = container.hostConfig.NetworkMode ?? ''
  if (mode !== 'host' && isHostNetwork(network)) refuse(400, hostConflict(host, 'connect'))
  const others = container.endpoints
    .flatMap(({ name, networkId }) => host.networks.get(networkId) ?? knownNetwork(host, name) ?? [])
    .filter(({ name }) => name !== network.name)
  if (others.length === 0) return
  const all = [network, ...others]
  if (all.some(isHostNetwork)) refuse(400, sharedConflict)
  if (all.some(({ name }) => name === 'none')) refuse(400, privateConflict)
}

function isHostNetwork({ body }: Network): boolean {
  return body.Driver === 'host'
}

function hostConflict({ api }: HostState, what: 'connect' | 'disconnect'): string {
  if (api < 44) return 'container cannot be disconnected from host network or connected to host network'
  return what === 'connect'
    ? 'cannot connect container to host network - container must be created in host network mode'
    : 'cannot disconnect container from host network - container was created in host network mode'
}
