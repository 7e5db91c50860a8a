import type { Cancel, Clock } from '../../clock/clock.ts'
import type { Random } from '../../clock/random.ts'
import type { ContainerInspect, ContainerState, EndpointBody, HostConfigBody } from '../types/container.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { ImageInspect } from '../types/image.ts'
import type { NetworkBody, NetworkInspect } from '../types/network.ts'
import type { StringMap } from '../types/string-map.ts'
import type { VolumeInspect } from '../types/volume.ts'
import type { Behaviour, ProcessBehaviour, RegistryImage } from './behaviour.ts'
import type { EventLog } from './events.ts'
import type { Intern } from './intern.ts'
import type { Latency } from './latency.ts'
import type { Link } from './links.ts'
import type { Power } from './power.ts'
import type { AddressConfig, Pool } from './subnets.ts'

/** The state of one simulated host. Changed only in timers of the clock. */
export interface HostState {
  readonly node: string
  readonly clock: Clock
  readonly random: Random
  /** The minor number of the API version: 41 for 1.41. */
  readonly api: number
  readonly latency: Latency
  readonly behaviour: Behaviour | undefined
  readonly registry: (reference: string) => RegistryImage | undefined
  readonly power: Power
  readonly events: EventLog
  readonly intern: Intern
  info: EngineInfo
  /** Whether it is a copy of an observed host: then things that no engine reports, such as available plugins, are assumed to exist. */
  isCopy: boolean
  readonly containers: Map<string, Container>
  /** Container names to ids. */
  readonly names: Map<string, string>
  readonly networks: Map<string, Network>
  readonly volumes: Map<string, Volume>
  /** Volume plugins that don't work: their volumes are missing from lists, and can't be inspected. */
  readonly failedPlugins: Map<string, FailedPlugin>
  /** Whether no volume can be kept for lack of space. */
  isDiskFull: boolean
  /** The warnings of a copied engine's list of volumes. */
  volumeWarnings: readonly string[]
  /** By id. */
  readonly images: Map<string, Image>
  /** Image references, with tag, to ids. */
  readonly references: Map<string, string>
  /** The files written to host paths and volumes, by absolute path. */
  readonly files: Map<string, HostFile>
  /** Host paths that don't exist; all others do. */
  readonly missingPaths: Set<string>
  /** Published ports, as `tcp/0.0.0.0:80`, to their holders. */
  readonly ports: Map<string, string>
  nextPort: number
}

/** A plugin that does not answer (lists warn of it), or that is missing (lists don't mention it). */
export type FailedPlugin = 'failing' | 'gone'

export interface HostFile {
  readonly bytes: Uint8Array
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

export interface Container {
  readonly id: string
  name: string
  readonly created: number
  readonly imageId: string
  readonly image: string
  readonly config: ContainerInspect['Config']
  hostConfig: HostConfigBody
  /** Links on the default bridge. */
  links: readonly Link[]
  readonly mounts: NonNullable<ContainerInspect['Mounts']>
  readonly endpoints: Endpoint[]
  state: ContainerState
  paused: boolean
  exitCode: number
  oomKilled: boolean
  error: string
  startedAt: number
  finishedAt: number
  restartCount: number
  health?: Health | undefined
  /** Whether a call sent it a signal, whatever the effect: then `unless-stopped` does not restart it, not even with the engine. */
  manuallyStopped: boolean
  /** Whether a call stopped or killed it: then only the engine's start may bring it back. */
  staysDown: boolean
  /** Whether a stop waits for its exit, and will emit an event then. */
  isBeingStopped: boolean
  /** Docker's backoff before the next restart, ms. */
  restartDelay: number
  process?: Process | undefined
  /** The published ports while running, as inspect shows them. */
  ports?: ContainerInspect['NetworkSettings']['Ports'] | undefined
  /** Called when it is not running any more (or removed). */
  waiters?: (() => void)[] | undefined
  logs?: LogEntry[] | undefined
  followers?: Set<(line: LogEntry | undefined) => void> | undefined
  /** The clients attached to its process; called with undefined when it has exited. */
  attached?: Set<(line: LogEntry | undefined) => void> | undefined
  /** Files in its own layer. */
  layer?: Map<string, HostFile> | undefined
  /** The attributes of its events; renewed by a rename. */
  attributes?: Readonly<StringMap> | undefined
  /** The last inspect; dropped with every change. */
  inspected?: ContainerInspect | undefined
  /** The real inspect that it was copied from, for fields that are not modelled. */
  readonly seed?: ContainerInspect | undefined
}

export interface Process {
  readonly behaviour: ProcessBehaviour
  /** Its pending timers, at most two. */
  timers?: Cancel[] | undefined
  /** Whether it is about to exit: then only KILL has a further effect. */
  ending: boolean
}

export interface Health {
  status: string
  failingStreak: number
  log: { ExitCode: number; Output: string; End?: string }[]
}

export interface LogEntry {
  readonly at: number
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

/** A container's endpoint in one network; live while the container runs. */
export interface Endpoint {
  /** The network's name, as in inspect; resolved at create if the network existed. */
  readonly name: string
  /** Set from the first start on. */
  networkId: string
  body: EndpointBody
  live?: { readonly ip: string; readonly newer?: string | undefined } | undefined
  /** Its MAC address while live, empty if unknown; absent: chosen by the engine. */
  readonly mac?: string
  /** Whether the engine has added its own names (which then stay). */
  named: boolean
}

export interface Network {
  readonly id: string
  readonly name: string
  created: number
  readonly body: NetworkBody
  readonly predefined: boolean
  readonly pool?: Pool | undefined
  /** The IPv6 subnet that the engine chose itself. */
  readonly newer?: AddressConfig | undefined
  /** IPv6 addresses in use, in normalised form. */
  readonly newerUsed: Set<string>
  /** The endpoints of running containers. */
  readonly attached: Map<string, Endpoint>
  seed?: NetworkInspect | undefined
  /** The cached answer of a list. */
  described?: NetworkInspect | undefined
}

export interface Volume {
  readonly inspect: VolumeInspect
  /** Containers that mount it, running or not. */
  readonly users: Set<string>
  readonly anonymous: boolean
  /** Set while its labels are in the engine's memory alone; whether it was asked for by name since. */
  readonly halfMade?: 'unnamed' | 'named'
}

export interface Image {
  readonly id: string
  readonly tags: Set<string>
  readonly digests: Set<string>
  readonly created: string
  readonly size: number
  readonly architecture: string
  readonly config: NonNullable<ImageInspect['Config']>
  readonly behaviour?: ProcessBehaviour | undefined
  /** Absolute paths of its directories, if known (of an imported archive). */
  readonly directories?: ReadonlySet<string> | undefined
  readonly users: Set<string>
  readonly seed?: ImageInspect | undefined
}
