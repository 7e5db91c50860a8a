import { isAnonymousName } from '../container/anonymous-volumes.ts'
import { nameOf } from '../container/name.ts'
import type { ContainerInspect, EndpointBody, EndpointInspect } from '../types/container.ts'
import type { EngineEvent, EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { NetworkInspect } from '../types/network.ts'
import type { VolumeInspect } from '../types/volume.ts'
import { unstarted } from './create.ts'
import { healthOf } from '../container/health.ts'
import { hasHealthcheck, watchHealth } from './health.ts'
import type { SimulatedHost } from './host.ts'
import { addImage, fullReference, setReference } from './images.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import { seenLinks } from './links.ts'
import { addNetwork } from './networks.ts'
import { behaviourOf, planRestart } from './process.ts'
import type { Container, HostFile, HostState, Network } from './state.ts'
import { configsOf, createPool, type Pool, sameForm, takeAddress } from './subnets.ts'

/** The observed state of a real host. */
export interface Observed {
  readonly containers: readonly ContainerInspect[]
  readonly networks: readonly NetworkInspect[]
  readonly volumes: readonly VolumeInspect[]
  /** The warnings of the engine's list of volumes, which may have left some out. */
  readonly volumeWarnings?: readonly string[]
  readonly images: readonly ImageInspect[]
  readonly info?: EngineInfo
  /** The engine's past events on exits of these containers, oldest first. */
  readonly pastEnds?: readonly EngineEvent[]
  /** Delivered files by host path, as far as they were read. */
  readonly files?: ReadonlyMap<string, HostFile>
}

/**
 * Makes a new simulated host a copy of a real one: ids, names, states and addresses are kept, and running containers keep running, whatever
 * their simulated behaviour.
 */
export function seedHost(simulated: SimulatedHost, observed: Observed): void {
  const host = simulated.state
  host.isCopy = true
  if (observed.info !== undefined) host.info = observed.info
  host.events.remember(observed.pastEnds ?? [])
  for (const [path, file] of observed.files ?? []) host.files.set(path, file)
  for (const image of observed.images) seedImage(host, image)
  host.volumeWarnings = observed.volumeWarnings ?? []
  for (const volume of observed.volumes) {
    host.volumes.set(volume.Name, {
      inspect: freeze(volume),
      users: new Set(),
      anonymous: isAnonymousName(volume.Name),
    })
  }
  for (const network of observed.networks) seedNetwork(host, network)
  for (const container of observed.containers) seedContainer(host, container)
  for (const container of host.containers.values()) container.links = seenLinks(host, container)
  for (const network of observed.networks) seedStrangers(host, network)
}

/** Copies an image. One without a configuration is yet to be pulled: it has what the registry has under its name. */
function seedImage(host: HostState, seen: ImageInspect): void {
  const [name = seen.Id] = [...(seen.RepoTags ?? []), ...(seen.RepoDigests ?? [])]
  const config = (seen.Config === undefined ? host.registry(name)?.config : seen.Config) ?? {}
  const behaviour = (seen.RepoTags ?? []).map((tag) => host.registry(tag)?.behaviour).find((one) => one !== undefined)
  const image = addImage(host, {
    id: seen.Id,
    config,
    seed: seen,
    ...(seen.Size === undefined ? {} : { sizeBytes: seen.Size }),
    ...(behaviour === undefined ? {} : { behaviour }),
  })
  for (const tag of seen.RepoTags ?? []) setReference(host, fullReference(tag), image)
  for (const digest of seen.RepoDigests ?? []) {
    image.digests.add(digest)
    host.references.set(fullReference(digest), image.id)
  }
}

function seedNetwork(host: HostState, seen: NetworkInspect): void {
  const { Id: id, Created: _created, Containers: _containers, ...body } = seen
  const predefined = ['bridge', 'host', 'none'].includes(seen.Name)
  // Replaces the simulated host's own predefined network by the observed one.
  const own = [...host.networks.values()].find((network) => predefined && network.name === seen.Name)
  if (own !== undefined) host.networks.delete(own.id)
  addNetwork(host, { id, body, predefined, pool: poolOf(host, seen), seed: freeze({ ...seen, Containers: {} }) })
}

function poolOf(host: HostState, seen: NetworkInspect): Pool | undefined {
  const [config] = configsOf(seen, 'ipv4')
  if (config?.Subnet === undefined) return undefined
  const gateway = config.Gateway?.split('/')[0]
  const reserved = Object.values(config.AuxiliaryAddresses ?? {})
  const asked = { subnet: config.Subnet, gateway: gateway || undefined, range: config.IPRange, reserved }
  return createPool([], { api: host.api, ...asked })
}

function seedContainer(host: HostState, seen: ContainerInspect): void {
  const { State: state } = seen
  const container: Container = {
    ...unstarted,
    id: seen.Id,
    name: nameOf(seen),
    created: millis(seen.Created),
    imageId: seen.Image,
    image: seen.Config.Image,
    config: freeze(seen.Config),
    hostConfig: freeze(seen.HostConfig),
    links: [],
    mounts: freeze(seen.Mounts ?? []),
    endpoints: [],
    state: state.Status,
    paused: state.Status === 'paused',
    exitCode: state.ExitCode ?? 0,
    oomKilled: state.OOMKilled ?? false,
    error: state.Error ?? '',
    startedAt: millis(state.StartedAt),
    finishedAt: millis(state.FinishedAt),
    restartCount: seen.RestartCount ?? 0,
    // If a policy would have restarted it, it was stopped by hand, as far as one can tell.
    manuallyStopped: state.Status === 'exited',
    staysDown: state.Status === 'exited',
    seed: seen,
  }
  host.containers.set(container.id, container)
  host.names.set(container.name, container.id)
  host.images.get(container.imageId)?.users.add(container.id)
  for (const { Name: name } of container.mounts) host.volumes.get(name ?? '')?.users.add(container.id)
  seedEndpoints(host, container, seen)
  seedProcess(host, container, seen)
}

function seedEndpoints(host: HostState, container: Container, seen: ContainerInspect): void {
  const up = isRunning(container)
  for (const [name, endpoint] of Object.entries(seen.NetworkSettings.Networks)) {
    const { NetworkID: networkId = '', IPAddress: ip = '', GlobalIPv6Address: newer, MacAddress: mac = '' } = endpoint
    const network = host.networks.get(networkId)
    const live = up && network !== undefined ? { ip, newer } : undefined
    const place = { name, networkId, body: bodyOf(container, endpoint), live, mac, named: networkId !== '' }
    container.endpoints.push(place)
    if (live === undefined || network === undefined) continue
    network.attached.set(container.id, place)
    if (newer) network.newerUsed.add(sameForm(newer))
    reserve(network, ip)
  }
  if (up) seedPorts(host, container, seen)
}

/** The requested settings of an endpoint, without the short id that old engines add to the aliases. */
function bodyOf(container: Container, endpoint: EndpointInspect): EndpointBody {
  const {
    NetworkID: _id,
    IPAddress: _ip,
    GlobalIPv6Address: _newer,
    DNSNames: _names,
    MacAddress: _mac,
    Aliases: aliases,
    ...body
  } = endpoint
  if (!aliases) return body
  return { ...body, Aliases: aliases.filter((alias) => alias !== container.id.slice(0, 12)) }
}

/** Reserves the addresses of containers that were not observed. */
function seedStrangers(host: HostState, seen: NetworkInspect): void {
  const network = host.networks.get(seen.Id)
  for (const [id, { IPv4Address: address = '' }] of Object.entries(seen.Containers ?? {})) {
    if (network === undefined || host.containers.has(id)) continue
    const ip = address.split('/')[0] ?? ''
    network.attached.set(id, { name: seen.Name, networkId: seen.Id, body: {}, live: { ip }, named: true })
    reserve(network, ip)
  }
}

function reserve({ pool }: Network, ip: string): void {
  if (pool === undefined || ip === '') return
  try {
    takeAddress(pool, ip)
  } catch {
    // Duplicate or outside its subnet: the real engine accepted it.
  }
}

function seedPorts(host: HostState, container: Container, seen: ContainerInspect): void {
  container.ports = seen.NetworkSettings.Ports ?? {}
  for (const [port, bindings] of Object.entries(container.ports)) {
    for (const { HostIp, HostPort } of bindings ?? []) {
      host.ports.set(`${port.split('/')[1] ?? 'tcp'}/${HostIp}:${HostPort}`, container.id)
    }
  }
}

function seedProcess(host: HostState, container: Container, seen: ContainerInspect): void {
  const { Health: health } = seen.State
  if (health !== undefined) {
    const { Status: status, FailingStreak: failingStreak = 0, Log: log } = health
    container.health = { status, failingStreak, log: [...(log ?? [])] }
  }
  if (container.state === 'restarting') return seedRestart(host, container)
  if (!isRunning(container)) return
  container.process = { behaviour: behaviourOf(host, container), ending: false }
  if (hasHealthcheck(container) && healthOf(seen) === 'starting' && !container.paused) watchHealth(host, container)
}

function isRunning({ state }: Container): boolean {
  return state === 'running' || state === 'paused'
}

/** Schedules the pending restart, which the real engine has already counted. */
function seedRestart(host: HostState, container: Container): void {
  container.restartCount = Math.max(0, container.restartCount - 1)
  planRestart(host, container, 0)
}

function millis(timestamp: string | undefined): number {
  const ms = Date.parse(timestamp ?? '')
  return Number.isNaN(ms) || ms < 0 ? 0 : ms
}
