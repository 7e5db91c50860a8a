import { isUp as isUpIn } from '../container/is-up.ts'
import type { ContainerSummary, UpdateBody } from '../types/container.ts'
import { checkCpus } from './body-checks.ts'
import { checkLimits, restartPolicy } from './host-config.ts'
import { knownImage, removeImageUse } from './images.ts'
import { freeze } from '../../api/v1/language/freeze.ts'
import { hasLabels } from './networks.ts'
import { Refusal, refuse } from './refusal.ts'
import type { Container, HostState } from './state.ts'
import { describeStatus } from './status.ts'
import { removeVolume } from './volumes.ts'

const grammar = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

/** Finds a container by id, name, or a prefix of the id. */
export function findContainer(host: HostState, key: string): Container {
  return knownContainer(host, key) ?? refuse(404, `No such container: ${key}`)
}

export function knownContainer(host: HostState, key: string): Container | undefined {
  const exact = host.containers.get(key) ?? host.containers.get(host.names.get(key.replace(/^\//, '')) ?? '')
  if (exact !== undefined || !/^[0-9a-f]{4,63}$/.test(key)) return exact
  return [...host.containers.values()].find((container) => container.id.startsWith(key))
}

/** Running in Docker's sense, which includes paused and waiting for a restart. */
export function isUp({ state }: Container): boolean {
  return isUpIn(state)
}

/** Why a name can't be used, in the engine's words; undefined if it can. */
export function nameRefusal(host: HostState, name: string, shown = name): Refusal | undefined {
  if (!grammar.test(name)) {
    return new Refusal(400, `Invalid container name (${shown}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
  }
  const holder = host.names.get(name)
  if (holder === undefined) return undefined
  const remedy = 'You have to remove (or rename) that container to be able to reuse that name.'
  return new Refusal(
    409,
    `Conflict. The container name "/${name}" is already in use by container "${holder}". ${remedy}`,
  )
}

export function renameContainer(host: HostState, key: string, name: string): void {
  const container = findContainer(host, key)
  const before = container.name
  if (name === before) refuse(400, 'Renaming a container with the same name as its current name')
  const refusal = nameRefusal(host, name, `/${name}`)
  if (refusal !== undefined) refuse(refusal.status, `Error when allocating new name: ${refusal.message}`)
  host.names.delete(before)
  host.names.set(name, container.id)
  container.name = name
  container.attributes = undefined
  changed(container)
  emitContainer(host, container, { action: 'rename', more: { oldName: `/${before}` } })
}

/** `POST /containers/ID/update`: zero and absent values change nothing, except for the limit of processes. */
export function updateContainer(host: HostState, key: string, body: UpdateBody): { warnings: string[] } {
  const { RestartPolicy: policy, ...limits } = body
  checkLimits(host, { ...limits, ...(limits.Memory ? {} : { MemorySwap: 0 }) })
  checkCpus(host, limits)
  const container = findContainer(host, key)
  const set = Object.entries(limits).filter(([, value]) => value !== 0 && value !== '' && value !== undefined)
  const { PidsLimit: pids } = limits
  const changes: UpdateBody = {
    ...Object.fromEntries(set),
    ...(pids === undefined ? {} : { PidsLimit: Math.max(0, pids) }),
  }
  const next = { ...container.hostConfig, ...changes }
  checkProcessors(container, changes)
  const swap = next.MemorySwap ?? 0
  if (changes.Memory !== undefined && changes.MemorySwap === undefined && changes.Memory > swap) {
    const words =
      'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time'
    refuse(409, `Cannot update container ${container.id}: ${words}`)
  }
  if (policy?.Name) next.RestartPolicy = restartPolicy(host, policy)
  container.hostConfig = freeze(next)
  changed(container)
  emitContainer(host, container, { action: 'update' })
  return { warnings: [] }
}

/** CPU limits can only be given in one of two ways for the life of a container. */
function checkProcessors({ id, hostConfig }: Container, { NanoCpus, CpuPeriod, CpuQuota }: UpdateBody): void {
  const conflict = (words: string) => refuse(409, `Cannot update container ${id}: Conflicting options: ${words}`)
  const nano = (what: string) => conflict(`Nano CPUs cannot be updated as ${what} has already been set`)
  const other = (what: string) => conflict(`${what} cannot be updated as NanoCPUs has already been set`)
  if (NanoCpus && hostConfig.CpuPeriod) nano('CPU Period')
  if (NanoCpus && hostConfig.CpuQuota) nano('CPU Quota')
  if (CpuPeriod && hostConfig.NanoCpus) other('CPU Period')
  if (CpuQuota && hostConfig.NanoCpus) other('CPU Quota')
}

/** Removes a stopped container; refuses a running one in the engine's words. */
export function removeContainer(host: HostState, key: string, volumes = false): void {
  const container = findContainer(host, key)
  if (isUp(container)) refuse(409, runningWords(host, container, key))
  forget(host, container)
  // In an inspect from a real engine, unset fields are null.
  const { Binds, Mounts } = container.hostConfig
  const sources = [...(Mounts ?? []).map(({ Source }) => Source), ...(Binds ?? []).map((bind) => bind.split(':')[0])]
  const named = new Set(sources)
  for (const { Name: name } of container.mounts) {
    if (name === undefined) continue
    const volume = host.volumes.get(name)
    volume?.users.delete(container.id)
    if (volumes && volume?.anonymous && !named.has(name) && volume.users.size === 0) removeVolume(host, name)
  }
  emitContainer(host, container, { action: 'destroy' })
}

export function listContainers(
  host: HostState,
  filter: { readonly labels?: readonly string[]; readonly ids?: readonly string[] },
): ContainerSummary[] {
  const { labels = [], ids } = filter
  const pool = ids === undefined ? [...host.containers.values()] : ids.flatMap((id) => knownContainer(host, id) ?? [])
  const found = pool.filter((container) => hasLabels(container.config.Labels, labels))
  return found.map((container) => ({
    id: container.id,
    name: container.name,
    image: knownImage(host, container.image)?.id === container.imageId ? container.image : container.imageId,
    imageID: container.imageId,
    labels: container.config.Labels ?? {},
    state: container.state,
    status: describeStatus(container, host.clock.now()),
    networks: container.endpoints.map(({ networkId }) => networkId).filter((id) => id !== ''),
    volumes: container.mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name !== undefined ? [Name] : [])),
    hostPorts: hostPortsOf(container),
  }))
}

function hostPortsOf({ ports = {} }: Container): readonly string[] {
  const bound = Object.entries(ports).flatMap(([exposed, bindings]) =>
    (bindings ?? []).map(({ HostPort }) => `${HostPort}/${exposed.split('/')[1] ?? 'tcp'}`),
  )
  return [...new Set(bound)]
}

/** Drops what is cached of the container's state. */
export function changed(container: Container): void {
  container.inspected = undefined
}

/** The content of an event besides its object. */
export interface Told {
  readonly action: string
  readonly more?: Readonly<Record<string, string>>
}

export function emitContainer(host: HostState, container: Container, { action, more }: Told): void {
  container.attributes ??= Object.freeze({
    ...container.config.Labels,
    image: container.image,
    name: container.name,
  })
  const attributes = more === undefined ? container.attributes : { ...container.attributes, ...more }
  host.events.emit({ type: 'container', action, id: container.id, attributes, time: host.clock.now() })
}

function forget(host: HostState, container: Container): void {
  host.containers.delete(container.id)
  host.names.delete(container.name)
  removeImageUse(host, container)
  for (const follow of container.followers ?? []) follow(undefined)
  const waiting = container.waiters ?? []
  container.waiters = undefined
  for (const wake of waiting) wake()
}

function runningWords(host: HostState, container: Container, key: string): string {
  const state = container.paused ? 'paused' : container.state
  if (host.api >= 44) {
    const advice = container.paused ? 'unpause' : 'stop'
    return `cannot remove container "${key}": container is ${state}: ${advice} the container before removing or force remove`
  }
  return `You cannot remove a ${state} container ${container.id}. Stop the container before attempting removal or force remove`
}
