import type { ArgsOf, Verbs } from '../engine.ts'
import { getArchive, putArchive } from './archive.ts'
import { copyIn, copyOut, statPath } from './copy.ts'
import { buildImage, importImage, pullImage, resolveImage } from './acquire.ts'
import type { EngineEvent } from '../types/engine.ts'
import type { Work } from './calls.ts'
import { listContainers, renameContainer, updateContainer } from './containers.ts'
import { attachContainer } from './attach-container.ts'
import { createOrAdopt } from './create.ts'
import { connectNetwork, disconnectNetwork } from './endpoints.ts'
import { runCommand } from './exec.ts'
import { inspectImage, removeImage, tagImage } from './images.ts'
import { inspectContainer } from './inspect.ts'
import type { Span } from './latency.ts'
import { destroyContainer, killContainer, startContainer, stopContainer, unpauseContainer } from './lifecycle.ts'
import { readLogs } from './logs.ts'
import { nextEnd } from './next-end.ts'
import { createNetwork, inspectNetwork, listNetworks, removeNetwork } from './networks.ts'
import type { HostState } from './state.ts'
import { containerStats } from './stats.ts'
import { refuseSwarm } from './swarm.ts'
import { createVolume, inspectVolume, listVolumes, removeVolume } from './volumes.ts'

type Apply<V extends keyof Verbs> = (args: ArgsOf<V>, ended: AbortSignal) => unknown

/** How a verb is simulated: its latency, whether it queues for the engine's concurrency, and its effect. */
type Plan<V extends keyof Verbs> = readonly [span: Span, kind: 'shared' | 'own' | 'long', apply: Apply<V>]

/** The verbs of one connection to a simulated host. */
export function simulatedVerbs(host: HostState, perform: (work: Work) => Promise<unknown>): Verbs {
  const plans: { readonly [V in keyof Verbs]: Plan<V> } = Object.assign(
    containerPlans(host),
    networkPlans(host),
    swarmPlans(host),
    imagePlans(host),
    processPlans(host),
  )
  const entries = Object.entries(plans).map(([verb, plan]) => {
    const [span, kind, apply] = plan as Plan<keyof Verbs>
    const lane = kind === 'shared' ? kind : 'own'
    const call = (args: Work['args'], run: Work['run']) =>
      perform({
        verb: verb as Work['verb'],
        args,
        run,
        span,
        lane,
        long: kind === 'long',
        apply: (ended) => apply(args as never, ended),
      })
    return [verb, call] as const
  })
  return Object.fromEntries(entries) as unknown as Verbs
}

type ContainerVerb = Exclude<
  Extract<keyof Verbs, `${string}Container` | 'listContainers' | 'pastEnds' | 'info'>,
  'waitContainer'
>

function containerPlans(host: HostState): { readonly [V in ContainerVerb]: Plan<V> } {
  const { latency } = host
  return {
    info: [latency.read, 'own', () => ({ ...host.info, time: host.clock.now() })],
    listContainers: [latency.read, 'own', (args) => listContainers(host, args)],
    inspectContainer: [latency.read, 'own', ({ id }) => inspectContainer(host, id)],
    pastEnds: [latency.read, 'own', ({ until }) => host.events.past(until).filter(isEnd)],
    createContainer: [latency.create, 'shared', ({ name, body }) => createOrAdopt(host, name, body)],
    startContainer: [latency.start, 'shared', ({ id }) => startContainer(host, id)],
    stopContainer: [latency.change, 'long', (args) => stopContainer(host, args.id, args)],
    killContainer: [latency.change, 'long', ({ id, signal }) => killContainer(host, id, signal)],
    unpauseContainer: [latency.change, 'own', ({ id }) => unpauseContainer(host, id)],
    renameContainer: [latency.change, 'own', ({ id, name }) => renameContainer(host, id, name)],
    updateContainer: [latency.change, 'own', ({ id, body }) => updateContainer(host, id, body)],
    removeContainer: [latency.remove, 'shared', (args) => destroyContainer(host, args.id, args)],
  }
}

function isEnd({ type, action }: EngineEvent): boolean {
  return type === 'container' && (action === 'kill' || action === 'die')
}

type NetworkVerb = Extract<keyof Verbs, `${string}Network` | `${string}Volume` | 'listNetworks' | 'listVolumes'>

function networkPlans(host: HostState): { readonly [V in NetworkVerb]: Plan<V> } {
  const { latency } = host
  return {
    listNetworks: [latency.read, 'own', ({ labels }) => listNetworks(host, labels)],
    inspectNetwork: [latency.read, 'own', ({ id }) => inspectNetwork(host, id)],
    createNetwork: [latency.network, 'own', ({ body }) => createNetwork(host, { ...body, CheckDuplicate: true })],
    removeNetwork: [latency.network, 'own', ({ id }) => removeNetwork(host, id)],
    connectNetwork: [latency.network, 'own', ({ id, ...want }) => connectNetwork(host, id, want)],
    disconnectNetwork: [latency.network, 'own', ({ id, container }) => disconnectNetwork(host, id, container)],
    listVolumes: [latency.read, 'own', ({ labels }) => listVolumes(host, labels)],
    inspectVolume: [latency.read, 'own', ({ name }) => inspectVolume(host, name)],
    createVolume: [latency.volume, 'own', ({ body }) => createVolume(host, body)],
    removeVolume: [latency.volume, 'own', ({ name, force }) => removeVolume(host, name, force)],
  }
}

type SwarmVerb = Extract<keyof Verbs, `${string}Swarm${string}`>

function swarmPlans(host: HostState): { readonly [V in SwarmVerb]: Plan<V> } {
  const refused: Plan<SwarmVerb> = [host.latency.read, 'own', refuseSwarm]
  return {
    ...{ listSwarmServices: refused, listSwarmTasks: refused },
    ...{ listSwarmConfigs: refused, updateSwarmService: refused },
  }
}

type ImageVerb = Extract<keyof Verbs, `${string}Image`>

function imagePlans(host: HostState): { readonly [V in ImageVerb]: Plan<V> } {
  const { latency } = host
  return {
    inspectImage: [latency.read, 'own', ({ name }) => inspectImage(host, name)],
    resolveImage: [latency.archive, 'own', ({ image }) => resolveImage(host, image)],
    pullImage: [latency.archive, 'long', (args, ended) => pullImage(host, args, ended)],
    buildImage: [latency.archive, 'long', (args, ended) => buildImage(host, args, ended)],
    tagImage: [latency.change, 'own', ({ name, tag }) => tagImage(host, name, tag)],
    removeImage: [latency.remove, 'own', ({ name, force }) => removeImage(host, name, force)],
    importImage: [latency.archive, 'own', (args) => importImage(host, args)],
  }
}

type ProcessVerb =
  | 'putArchive'
  | 'getArchive'
  | 'statPath'
  | 'copyOut'
  | 'copyIn'
  | 'logs'
  | 'exec'
  | 'attach'
  | 'waitContainer'
  | 'stats'

function processPlans(host: HostState): { readonly [V in ProcessVerb]: Plan<V> } {
  const { latency } = host
  return {
    putArchive: [latency.archive, 'own', (args) => putArchive(host, args)],
    getArchive: [latency.archive, 'own', (args) => getArchive(host, args)],
    statPath: [latency.read, 'own', (args) => statPath(host, args)],
    copyOut: [latency.archive, 'long', (args) => copyOut(host, args)],
    copyIn: [latency.archive, 'long', (args) => copyIn(host, args)],
    logs: [latency.read, 'long', (args, ended) => readLogs(host, args, ended)],
    exec: [latency.exec, 'long', (args) => runCommand(host, args)],
    waitContainer: [latency.read, 'long', (args, ended) => nextEnd(host, args, ended)],
    attach: [latency.read, 'long', (args, ended) => attachContainer(host, args, ended)],
    stats: [latency.stats, 'long', ({ id }) => containerStats(host, id)],
  }
}
