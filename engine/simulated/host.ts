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
  /** Latencies, ids and the fate of abandoned requests are drawn from it. */
  readonly random: Random
  /** `1.41` behaves as Docker 20.10, from `1.44` on as Docker 28; absent: 1.51. */
  readonly apiVersion?: string
  readonly latency?: Partial<Latency>
  /** What processes do; absent: as their image's entry in the registry says, else they run until stopped. */
  readonly behaviour?: Behaviour
  /** What can be pulled; absent: nothing. */
  readonly registry?: Registry
  /** Images that are on the host already, by reference. */
  readonly images?: Readonly<Record<string, RegistryImage>>
  readonly info?: Partial<EngineInfo>
}

/** An in-memory Docker host that behaves to callers as a real one does, on the clock it is given. */
export interface SimulatedHost {
  readonly node: string
  /** A new connection. */
  engine(): Engine
  /** What is done to the host behind our back; at once, with its events. */
  readonly byHand: ByHand
  /** Nothing is answered or happens until `thaw`; calls end by their deadline. */
  hang(): void
  thaw(): void
  /** A power cut: connections break, processes die, what is in memory (/run) is lost, calls fail as Unreachable until `restart`. */
  crash(): void
  /** Power is back: Docker's restart policies start what they ask for. */
  restart(): void
  /** While on, no event reaches anyone, and nothing tells. */
  dropEvents(on: boolean): void
  /** Loses one event: the n-th from now on, 1 being the next. */
  loseEvent(n: number): void
  /** Ends all event streams; those who watch are told. */
  breakStream(): void
  /** The next call of this verb fails so; `applied`: it takes effect all the same. */
  failNext(verb: Verb, fault: Fault, how?: { readonly applied?: boolean }): void
  /** All containers as an inspect shows them now. */
  containers(): readonly ContainerInspect[]
  /** What was written to host paths and volumes. */
  files(): ReadonlyMap<string, HostFile>
  /** The host itself, for seeding and for checks of its consistency. */
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
    volumeWarnings: [],
    images: new Map(),
    references: new Map(),
    files: new Map(),
    missingPaths: new Set(),
    ports: new Map(),
    nextPort: 32768,
  }
}

/** A registry has what a tag means under its digest as well. */
function lookUpIn(registry: Registry): (reference: string) => RegistryImage | undefined {
  if (typeof registry === 'function') return registry
  const byDigest = new Map(Object.entries(registry).map(([reference, image]) => withDigest(reference, image)))
  return (reference) => registry[reference] ?? byDigest.get(reference)
}
