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

/** All that one simulated host is. Changed only at an item of the clock. */
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
  /** Whether it is a copy of a host that was seen: what no engine tells is taken for granted there, as that it has a volume's driver. */
  isCopy: boolean
  readonly containers: Map<string, Container>
  /** Names to ids. */
  readonly names: Map<string, string>
  readonly networks: Map<string, Network>
  readonly volumes: Map<string, Volume>
  /** Volume plugins that do nothing now: what they have is missing in lists, and can't be looked at. */
  readonly failedPlugins: Map<string, FailedPlugin>
  /** What a copied engine warned of in its list of volumes. */
  volumeWarnings: readonly string[]
  /** By id. */
  readonly images: Map<string, Image>
  /** References, with their tag, to ids. */
  readonly references: Map<string, string>
  /** What was written to host paths and volumes, by absolute path. */
  readonly files: Map<string, HostFile>
  /** Host paths that do not exist; any other does. */
  readonly missingPaths: Set<string>
  /** Published ports, as `tcp/0.0.0.0:80`, to who holds them. */
  readonly ports: Map<string, string>
  nextPort: number
}

/** Whether a plugin answers nothing, which lists warn of, or is not there, of which they say nothing. */
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
  /** On the engine's own bridge. */
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
  /** Sent a signal by a call, whatever that did: `unless-stopped` does not bring it back, not with the engine either. */
  manuallyStopped: boolean
  /** Stopped or killed by a call: no policy brings it back but with the engine. */
  staysDown: boolean
  /** A stop waits for its end, and tells of it then. */
  isBeingStopped: boolean
  /** Docker's own backoff before the next restart in place, ms. */
  restartDelay: number
  process?: Process | undefined
  /** The published ports while running, as inspect shows them. */
  ports?: ContainerInspect['NetworkSettings']['Ports'] | undefined
  /** Told when it is not running any more (or gone). */
  waiters?: (() => void)[] | undefined
  logs?: LogEntry[] | undefined
  followers?: Set<(line: LogEntry | undefined) => void> | undefined
  /** Who is attached to its process; told nothing more when that has ended. */
  attached?: Set<(line: LogEntry | undefined) => void> | undefined
  /** Files in its own layer. */
  layer?: Map<string, HostFile> | undefined
  /** What events carry; renewed by a rename. */
  attributes?: Readonly<StringMap> | undefined
  /** The answer of the last inspect; dropped with every change. */
  inspected?: ContainerInspect | undefined
  /** A real host's inspect that it was copied from: fields that we do not model stay. */
  readonly seed?: ContainerInspect | undefined
}

export interface Process {
  readonly behaviour: ProcessBehaviour
  /** What is to come of it; there are two at most. */
  timers?: Cancel[] | undefined
  /** Set once it is about to end, so that a second signal changes nothing but KILL. */
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

/** A container's place in one network; live while the container runs. */
export interface Endpoint {
  /** The network's name, as inspect keys it; resolved at create where it was there. */
  readonly name: string
  /** Set from the first start on. */
  networkId: string
  body: EndpointBody
  live?: { readonly ip: string; readonly newer?: string | undefined } | undefined
  /** Its hardware address while it is live, empty where nobody knows; absent: one of the engine's choice. */
  readonly mac?: string
  /** Whether the engine has added the names it makes itself (they then stay). */
  named: boolean
}

export interface Network {
  readonly id: string
  readonly name: string
  created: number
  readonly body: NetworkBody
  readonly predefined: boolean
  readonly pool?: Pool | undefined
  /** The subnet of IPv6 that the engine chose itself. */
  readonly newer?: AddressConfig | undefined
  /** Addresses of IPv6 that are out, in one form. */
  readonly newerUsed: Set<string>
  /** Running containers' endpoints. */
  readonly attached: Map<string, Endpoint>
  seed?: NetworkInspect | undefined
  /** What a list answers, made once. */
  described?: NetworkInspect | undefined
}

export interface Volume {
  readonly inspect: VolumeInspect
  /** Containers that mount it, running or not. */
  readonly users: Set<string>
  readonly anonymous: boolean
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
  /** Absolute paths of its directories, where they are known: an imported archive's. */
  readonly directories?: ReadonlySet<string> | undefined
  readonly users: Set<string>
  readonly seed?: ImageInspect | undefined
}
