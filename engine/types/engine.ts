import type { DiskSpace } from '../disk-space.ts'
import type { StringMap } from './string-map.ts'

/** What the engine says of itself (`GET /info` and `GET /version`). */
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
  readonly swarmActive: boolean
  /** Its id in the swarm that it is in; absent where it is in none. */
  readonly swarmNode?: string
  readonly pluginsVolume: readonly string[]
  readonly pluginsNetwork: readonly string[]
  /** Absent where it is not told. */
  readonly pluginsLog?: readonly string[]
  readonly runtimes?: readonly string[]
  /** The engine's clock, milliseconds since the epoch. */
  readonly time: number
  /** Limits that the kernel does not offer (`memory`, `swap`, `cpuQuota`, `pids`, `oomKillDisable`, …): the engine discards them. */
  readonly lacks: readonly string[]
  /** Where it was asked, as DOCKER_HOST has it; no engine tells it itself. */
  readonly address?: string
  /** Where its images are, if that can be seen from here; no engine tells it itself. */
  readonly disk?: DiskSpace
  /** The program of docker buildx on the machine that reconcile runs on; absent where there is none, or nobody asked. No engine tells it either. */
  readonly buildx?: string
  /** The variables that docker's command line would give new containers and builds, by its config.json there; they may have passwords. Nor does an engine tell these. */
  readonly proxies?: Readonly<StringMap>
  /** Why nobody knows of any, in words: the file that has them was not read. */
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
