import type { PathStat } from '../api/v1/installation/path-stat.ts'
import type { SecretValue } from '../api/v1/redact/secret-value.ts'
import type { SwarmFields } from '../api/v1/swarm-stack.ts'
import type { SizedTerminal } from '../api/v1/installation/terminal.ts'
import type { Cancel } from '../clock/clock.ts'
import type { Run } from './run.ts'
import type { BuildArgs } from './types/build.ts'
import type { ContainerBody, ContainerInspect, ContainerSummary, EndpointBody, UpdateBody } from './types/container.ts'
import type { EngineEvent, EngineInfo } from './types/engine.ts'
import type { ImageInspect } from './types/image.ts'
import type { NetworkBody, NetworkInspect } from './types/network.ts'
import type { Progress } from './types/progress.ts'
import type { ContainerStats } from './types/stats.ts'
import type { StringMap } from './types/string-map.ts'
import type { SwarmConfig, SwarmService, SwarmTask } from './types/swarm.ts'
import type { VolumeBody, VolumeInspect, VolumeList } from './types/volume.ts'

/** The login of a pull, instead of the one that `docker login` left on this machine. */
export interface PullLogin {
  /** A RegistryAuth as JSON; absent: the machine's own login is used. */
  readonly auth?: SecretValue
  /** For errors: which login this is and what to do if it is refused, or why there is none. */
  readonly words: string
}

export interface PullArgs {
  readonly image: string
  readonly platform?: string
  readonly login?: PullLogin
  readonly onProgress?: (progress: Progress) => void
}

export interface LogArgs {
  readonly id: string
  readonly follow?: boolean
  /** Lines from the end; absent: all. */
  readonly tail?: number
  /** Milliseconds since the epoch. */
  readonly since?: number
  readonly until?: number
  readonly timestamps?: boolean
  /** Backpressure: if it returns a promise, reading pauses until that resolves, so that a slow reader takes no memory (S12). */
  readonly onLine: (line: LogLine) => void | Promise<void>
  /** Called once, when the engine begins to answer: the existing log lines follow at once. */
  readonly onBegin?: () => void
}

export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  /** RFC 3339 with nanoseconds, when asked for. */
  readonly timestamp?: string
}

export interface ExecArgs {
  readonly id: string
  readonly command: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly env?: readonly string[]
  readonly privileged?: boolean
  /** Sent to the command's standard input, then closed. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Gives the command a terminal that follows the size of this one; all output is then stdout. */
  readonly terminal?: SizedTerminal
  /** Backpressure: if it returns a promise, reading pauses until that resolves, which holds up the command but takes no memory (S12). */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void>
  /** Called once, when the engine is about to be asked to start it: from then on it may run, whatever comes of the answer. */
  readonly onStart?: () => void
}

export interface CopyOutArgs {
  readonly id: string
  readonly path: string
  /** Backpressure, as in ExecArgs (S12). */
  readonly onBytes: (bytes: Uint8Array) => void | Promise<void>
}

export interface CopyInArgs {
  readonly id: string
  /** An existing directory. */
  readonly path: string
  readonly tar: AsyncIterable<Uint8Array>
  /** Gives the copied files to the user that the container runs as; else they keep the tar's owners. */
  readonly asItsUser?: boolean
  /** Lets a file replace a directory of its name with all its contents, and a directory a file; else that is refused. */
  readonly replaces?: boolean
}

/** Attaches to the main process of a container. */
export interface AttachArgs {
  readonly id: string
  /** Written to its standard input, if that is open (OpenStdin). The end detaches, or closes the input if it is single-use (StdinOnce). */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** For a container with a terminal (Tty), which follows the size of this one. */
  readonly terminal?: SizedTerminal
  /** As for `exec`. All output of a container with a terminal is stdout. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void>
  /** Called once, when all further output will be received. */
  readonly onBegin?: () => void
}

export interface WaitArgs {
  readonly id: string
  /** Called once, when the next exit can't be missed any more. */
  readonly onBegin?: () => void
}

/** The result of a create. */
export interface CreatedContainer {
  readonly id: string
  readonly warnings: readonly string[]
  /** Set if an earlier create of the same task, whose answer was lost, made it: perhaps from an older spec. */
  readonly existed?: boolean
}

/**
 * The calls to one Docker engine. Every verb takes its arguments and a Run, and returns an answer or throws an EngineError. Each verb is a
 * single engine API call (requests.ts), except exec, which is create, start, resizes and inspect, and attach, which may have resizes.
 * Containers and networks are addressed by id (or name, where the engine takes one), volumes and images by name.
 */
export interface Verbs {
  /** With `builder`, also finds what this machine has to build for the engine, which searches all program directories. */
  info(args: { readonly builder?: boolean }, run: Run): Promise<EngineInfo>

  /**
   * With `adoptable`, also lists containers that may be adopted though they lack these labels: to know of them, not to act on them (S4).
   */
  listContainers(
    args: { readonly labels?: readonly string[]; readonly ids?: readonly string[]; readonly adoptable?: boolean },
    run: Run,
  ): Promise<readonly ContainerSummary[]>
  inspectContainer(args: { readonly id: string }, run: Run): Promise<ContainerInspect>
  createContainer(
    args: { readonly name: string; readonly body: ContainerBody; readonly platform?: string },
    run: Run,
  ): Promise<CreatedContainer>
  startContainer(args: { readonly id: string }, run: Run): Promise<void>
  /** Resolves when it has stopped. `ownSeconds` is its own grace period, which counts where no other is asked for: only the deadline needs it. */
  stopContainer(
    args: {
      readonly id: string
      readonly timeoutSeconds?: number
      readonly ownSeconds?: number
      readonly signal?: string
    },
    run: Run,
  ): Promise<void>
  killContainer(args: { readonly id: string; readonly signal?: string }, run: Run): Promise<void>
  unpauseContainer(args: { readonly id: string }, run: Run): Promise<void>
  renameContainer(args: { readonly id: string; readonly name: string }, run: Run): Promise<void>
  updateContainer(
    args: { readonly id: string; readonly body: UpdateBody },
    run: Run,
  ): Promise<{ readonly warnings: readonly string[] }>
  removeContainer(
    args: { readonly id: string; readonly force?: boolean; readonly volumes?: boolean },
    run: Run,
  ): Promise<void>

  /**
   * The engine's past events on kills and exits of containers until `until`, in ms by its clock and not in its future. The engine keeps
   * only its last 256 events of any kind, and none from before its start.
   */
  pastEnds(args: { readonly until: number }, run: Run): Promise<readonly EngineEvent[]>

  listNetworks(args: { readonly labels?: readonly string[] }, run: Run): Promise<readonly NetworkInspect[]>
  inspectNetwork(args: { readonly id: string }, run: Run): Promise<NetworkInspect>
  createNetwork(
    args: { readonly body: NetworkBody },
    run: Run,
  ): Promise<{ readonly id: string; readonly warning: string }>
  removeNetwork(args: { readonly id: string }, run: Run): Promise<void>
  connectNetwork(
    args: { readonly id: string; readonly container: string; readonly endpoint: EndpointBody },
    run: Run,
  ): Promise<void>
  disconnectNetwork(
    args: { readonly id: string; readonly container: string; readonly force?: boolean },
    run: Run,
  ): Promise<void>

  /** If the list has warnings, volumes of plugins may be missing from it. */
  listVolumes(args: { readonly labels?: readonly string[] }, run: Run): Promise<VolumeList>
  inspectVolume(args: { readonly name: string }, run: Run): Promise<VolumeInspect>
  createVolume(args: { readonly body: VolumeBody }, run: Run): Promise<VolumeInspect>
  removeVolume(args: { readonly name: string; readonly force?: boolean }, run: Run): Promise<void>

  /**
   * Lists services of the swarm that the engine manages. An engine that manages none throws Unsupported, here and in the three calls below.
   */
  listSwarmServices(args: { readonly labels?: readonly string[] }, run: Run): Promise<readonly SwarmService[]>
  listSwarmTasks(args: { readonly services: readonly string[] }, run: Run): Promise<readonly SwarmTask[]>
  listSwarmConfigs(args: { readonly ids: readonly string[] }, run: Run): Promise<readonly SwarmConfig[]>
  /** Refused when the service's version has changed. */
  updateSwarmService(
    args: { readonly id: string; readonly version: number; readonly spec: SwarmFields },
    run: Run,
  ): Promise<void>

  inspectImage(args: { readonly name: string }, run: Run): Promise<ImageInspect>
  /** The digest that the registry has for this reference now. */
  resolveImage(args: { readonly image: string }, run: Run): Promise<{ readonly digest: string }>
  pullImage(args: PullArgs, run: Run): Promise<void>
  buildImage(args: BuildArgs, run: Run): Promise<{ readonly id: string }>
  tagImage(args: { readonly name: string; readonly tag: string }, run: Run): Promise<void>
  removeImage(args: { readonly name: string; readonly force?: boolean }, run: Run): Promise<void>
  /** Creates an image from a tar of its root file system. */
  importImage(
    args: { readonly image: string; readonly tar: Uint8Array; readonly labels?: Readonly<StringMap> },
    run: Run,
  ): Promise<{ readonly id: string }>

  /** Unpacks a tar in a directory of the container, running or not. */
  putArchive(args: { readonly id: string; readonly path: string; readonly tar: Uint8Array }, run: Run): Promise<void>
  getArchive(args: { readonly id: string; readonly path: string }, run: Run): Promise<Uint8Array>
  /** Stats a path in a container, running or not, without following a link. Undefined where there is no such path or container. */
  statPath(args: { readonly id: string; readonly path: string }, run: Run): Promise<PathStat | undefined>
  /** As `getArchive`, for any size: streams the tar. */
  copyOut(args: CopyOutArgs, run: Run): Promise<void>
  /** As `putArchive`, for any size. */
  copyIn(args: CopyInArgs, run: Run): Promise<void>
  /** Reads lines until the end or, when following, until the signal. */
  logs(args: LogArgs, run: Run): Promise<void>
  exec(args: ExecArgs, run: Run): Promise<{ readonly exitCode: number }>
  /** Reads what the container writes from now on, until it exits, detaches, or the signal. Waits for one that does not run to start. */
  attach(args: AttachArgs, run: Run): Promise<void>
  /** Resolves with the exit code of the next exit, waiting for a start first if the container does not run. */
  waitContainer(args: WaitArgs, run: Run): Promise<{ readonly exitCode: number }>
  /** Its resource use; undefined for a container that does not run. Takes one or two seconds, which are measured. */
  stats(args: { readonly id: string }, run: Run): Promise<ContainerStats | undefined>
}

export type Verb = keyof Verbs

export type ArgsOf<V extends Verb> = Parameters<Verbs[V]>[0]

/** One Docker engine. Two implementations, docker/ and simulated/, pass the same contract suite. */
export interface Engine extends Verbs {
  /** The Node resource's name. */
  readonly node: string
  /**
   * Delivers events in order, from now or from `since` (ms by the engine's clock), never synchronously. `onBroken` is called once when the
   * stream ends other than by cancellation: events may be lost then, so list again.
   */
  watch(options: {
    readonly since?: number
    readonly onEvent: (event: EngineEvent) => void
    readonly onReady: () => void
    readonly onBroken: (error: Error) => void
  }): Cancel
  /** Closes connections; calls in flight fail. */
  close(): void
}
