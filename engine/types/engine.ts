import type { DiskSpace } from '../disk-space.ts'
import type { StringMap } from './string-map.ts'

/** The engine's description of itself (`GET /info` and `GET /version`). */
export interface EngineInfo {
  readonly id: string
  readonly name: string
  readonly version: string
  /** The API version in use, such as `1.41`. */
  readonly apiVersion: string
  readonly os: string
  readonly architecture: string
  readonly cpus: number
  readonly memoryBytes: number
  readonly cgroupVersion: string
  readonly defaultRuntime: string
  readonly loggingDriver: string
  readonly storageDriver: string
  readonly rootDir: string
  /** Whether it is a manager of a swarm: only those make overlay networks. */
  readonly swarmManager: boolean
  /** Its node id in its swarm; absent where it is in none. */
  readonly swarmNode?: string
  readonly pluginsVolume: readonly string[]
  readonly pluginsNetwork: readonly string[]
  /** Absent where unknown. */
  readonly pluginsLog?: readonly string[]
  readonly runtimes?: readonly string[]
  /** Whether it gives containers a user namespace of their own (`userns-remap`), unless they ask for the host's. */
  readonly remapsUsers?: boolean
  /** The engine's clock, milliseconds since the epoch. */
  readonly time: number
  /** Limits that the kernel does not support (`memory`, `swap`, `cpuQuota`, `pids`, `oomKillDisable`, …): the engine discards them. */
  readonly lacks: readonly string[]
  /** Its address as in DOCKER_HOST. Set by our client, like the fields below. */
  readonly address?: string
  /** The disk of its images, if it is visible from here. */
  readonly disk?: DiskSpace
  /** The path of docker buildx on reconcile's machine; absent where there is none, or it was not asked for. */
  readonly buildx?: string
  /** The socket of the ssh agent of reconcile's process; absent where it runs without one, or it was not asked for. */
  readonly sshAgent?: string
  /**
   * The proxy variables that docker's command line on reconcile's machine would give new containers and builds, by its config.json; they
   * may contain passwords.
   */
  readonly proxies?: Readonly<StringMap>
  /** Why its TLS files can't be used any more, in words: connections are made with what they had before. */
  readonly tlsUnusable?: string
  /** Why the proxies are unknown, in words: the file was not read. */
  readonly proxiesUnread?: string
}

/** One line of `GET /events`. */
export interface EngineEvent {
  readonly type: 'container' | 'network' | 'volume' | 'image' | 'daemon'
  /** Such as `start`, `die`, `destroy`, `health_status: healthy`, `connect`. */
  readonly action: string
  /** The object's id (a volume's or image's name). */
  readonly id: string
  readonly attributes: Readonly<StringMap>
  /** The engine's clock, milliseconds since the epoch. */
  readonly time: number
}
