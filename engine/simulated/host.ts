import type { Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { Engine, Verb } from '../engine.ts'
import type { ContainerInspect } from '../types/container.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { Behaviour, Registry, RegistryImage } from './behaviour.ts'
import { type ByHand, byHand } from './by-hand.ts'
import { createCalls } from './calls.ts'
import { connect } from './connection.ts'
import { createEventLog } from './events.ts'
import { createFaults, type Fault } from './faults.ts'
import { engineInfo } from './info.ts'
import { inspectContainer } from './inspect.ts'
import { createIntern } from './intern.ts'
import { defaultLatency, type Latency } from './latency.ts'
import { withDigest } from './images.ts'
import { createPredefinedNetworks } from './networks.ts'
import { createPower } from './power.ts'
import { losePower, resume } from './reboot.ts'
import type { HostFile, HostState } from './state.ts'

export interface SimulatedHostOptions {
  readonly node: string
  readonly clock: Clock
  /** The source of latencies, ids, and the fate of abandoned requests. */
  readonly random: Random
  /** `1.41` behaves as Docker 20.10, from `1.44` on as Docker 28; absent: 1.51. */
  readonly apiVersion?: string
  readonly latency?: Partial<Latency>
  /** The behaviour of processes; absent: by their image's registry entry, else they run until stopped. */
  readonly behaviour?: Behaviour
  /** What can be pulled; absent: nothing. */
  readonly registry?: Registry
  /** Images present on the host, by reference. */
  readonly images?: Readonly<Record<string, RegistryImage>>
  readonly info?: Partial<EngineInfo>
}

/** An in-memory Docker host that behaves to callers like a real one, on the given clock. */
export interface SimulatedHost {
  readonly node: string
  /** A new connection. */
  engine(): Engine
  /** Actions on the host behind our back; they take effect at once, with events. */
  readonly byHand: ByHand
  /** Freezes the host: nothing happens or is answered until `thaw`; calls run into their deadlines. */
  hang(): void
  thaw(): void
  /** A power cut: connections break, processes die, memory (/run) is lost, and calls fail as Unreachable until `restart`. */
  crash(): void
  /** Power returns: restart policies apply. */
  restart(): void
  /** Silently loses all events while on. */
  dropEvents(on: boolean): void
  /** Silently loses the n-th next event, 1 being the next. */
  loseEvent(n: number): void
  /** Breaks all event streams, which watchers notice. */
  breakStream(): void
  /** Makes the next call of a verb fail; `applied`: it still takes effect. */
  failNext(verb: Verb, fault: Fault, how?: { readonly applied?: boolean }): void
  /** The inspect of every container. */
  containers(): readonly ContainerInspect[]
  /** The files written to host paths and volumes. */
  files(): ReadonlyMap<string, HostFile>
  /** The host's state, for seeding and consistency checks. */
  readonly state: HostState
}

export function createSimulatedHost(options: SimulatedHostOptions): SimulatedHost {
  const { node, clock, random } = options
  const state = createState(options)
  const faults = createFaults()
  const calls = createCalls(state, faults)
  createPredefinedNetworks(state)
  const hand = byHand(state)
  for (const [reference, image] of Object.entries(options.images ?? {})) hand.addImage(reference, image)
  return {
    node,
    engine: () => connect(state, calls),
    byHand: hand,
    hang() {
      state.power.hang()
      calls.hang()
    },
    thaw: () => state.power.thaw(),
    crash() {
      losePower(state)
      calls.crash()
    },
    restart: () => resume(state, { clock, random }),
    dropEvents: (on) => state.events.drop(on),
    loseEvent: (n) => state.events.lose(n),
    breakStream: () => state.events.breakAll(new Error(`watch events on ${node}: the stream ended`)),
    failNext: (verb, fault, { applied = false } = {}) => faults.plan({ verb, fault, applied }),
    containers: () => [...state.containers.keys()].map((id) => inspectContainer(state, id)),
    files: () => state.files,
    state,
  }
}

function createState(options: SimulatedHostOptions): HostState {
  const { node, clock, random, apiVersion = '1.51' } = options
  const latency = { ...defaultLatency, ...options.latency }
  const power = createPower(clock)
  return {
    node,
    clock,
    random,
    api: Number(apiVersion.split('.')[1]),
    latency,
    behaviour: options.behaviour,
    registry: lookUpIn(options.registry ?? {}),
    power,
    events: createEventLog({ clock, random, power, delay: latency.event }),
    intern: createIntern(),
    info: engineInfo(node, apiVersion, options.info),
    isCopy: false,
    containers: new Map(),
    names: new Map(),
    networks: new Map(),
    volumes: new Map(),
    failedPlugins: new Map(),
    isDiskFull: false,
    volumeWarnings: [],
    images: new Map(),
    references: new Map(),
    files: new Map(),
    missingPaths: new Set(),
    ports: new Map(),
    nextPort: 32768,
  }
}

/** Looks up images by tag, and also by the digest of that tag. */
function lookUpIn(registry: Registry): (reference: string) => RegistryImage | undefined {
  if (typeof registry === 'function') return registry
  const byDigest = new Map(Object.entries(registry).map(([reference, image]) => withDigest(reference, image)))
  return (reference) => registry[reference] ?? byDigest.get(reference)
}
