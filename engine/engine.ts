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

/** Who a pull is for the registry, in place of what `docker login` left on this machine. */
export interface PullLogin {
  /** A RegistryAuth as JSON; absent: the machine's own is used. */
  readonly auth?: SecretValue
  /** Which login this is and what to do about one that is refused, or why there is none: for errors. */
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
  /** No more is read while the promise that a line was answered with is pending: who reads slowly takes no memory (S12). */
  readonly onLine: (line: LogLine) => void | Promise<void>
  /** Called once, when the engine has begun to answer: what it has written down comes at once from then on. */
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
  /** The command gets a terminal of its own, always as large as this one; all that it prints is stdout then. */
  readonly terminal?: SizedTerminal
  /** No more is read while an answered promise is pending: who reads slowly holds the command up, and no memory (S12). */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void>
}

export interface CopyOutArgs {
  readonly id: string
  readonly path: string
  /** No more is read while an answered promise is pending (S12). */
  readonly onBytes: (bytes: Uint8Array) => void | Promise<void>
}

export interface CopyInArgs {
  readonly id: string
  /** A directory that is there. */
  readonly path: string
  readonly tar: AsyncIterable<Uint8Array>
  /** What is copied becomes the user's that the container runs as; else it keeps the owners of the tar. */
  readonly asItsUser?: boolean
  /** A directory gives way to a file of its name with all that is in it, and a file to a directory; else it is refused. */
  readonly replaces?: boolean
}

/** Speaking with the main process of a container. */
export interface AttachArgs {
  readonly id: string
  /** Typed into it, where its input is open (OpenStdin). The end of it leaves, or ends the input where that is for once (StdinOnce). */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** For a container with a terminal (Tty): it is made as large as this one, now and later. */
  readonly terminal?: SizedTerminal
  /** As for `exec`. Of a container with a terminal all is stdout. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void>
  /** Called once, when nothing that it writes from then on is missed. */
  readonly onBegin?: () => void
}

export interface WaitArgs {
  readonly id: string
  /** Called once, when its next end is not missed any more. */
  readonly onBegin?: () => void
}

/** What a create came to. */
export interface CreatedContainer {
  readonly id: string
  readonly warnings: readonly string[]
  /** An earlier create of the same task made it, whose answer was lost: perhaps of what was wanted then. */
  readonly existed?: boolean
}

/**
 * What we ask of one Docker engine. Every verb takes its arguments and the circumstances; it answers, or throws an
 * EngineError. Calls are single engine API calls (requests.ts says which), but for exec, which is create, start, any resizes and
 * inspect, and for attach, which may have resizes.
 * Containers and networks are addressed by id (a name works where the engine takes one), volumes and images by name.
 */
export interface Verbs {
  /** With `builder` also what is on this machine to build for it, which is looked for in every directory of programs. */
  info(args: { readonly builder?: boolean }, run: Run): Promise<EngineInfo>

  /** With `adoptable` also what may be adopted, though it has none of these labels: to know of, not to act on (S4). */
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
  /** Answers when it has stopped. */
  stopContainer(
    args: { readonly id: string; readonly timeoutSeconds?: number; readonly signal?: string },
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
   * What the engine remembers of its containers' kills and ends until `until`, ms by its own clock and not in its future: of the last
   * 256 events of any kind, and of none before it was started itself.
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

  /** Absence from a list with warnings is none of what a plugin may have. */
  listVolumes(args: { readonly labels?: readonly string[] }, run: Run): Promise<VolumeList>
  inspectVolume(args: { readonly name: string }, run: Run): Promise<VolumeInspect>
  createVolume(args: { readonly body: VolumeBody }, run: Run): Promise<VolumeInspect>
  removeVolume(args: { readonly name: string; readonly force?: boolean }, run: Run): Promise<void>

  /** Of the swarm that the engine manages; one that manages none refuses, as it does the three below: Unsupported. */
  listSwarmServices(args: { readonly labels?: readonly string[] }, run: Run): Promise<readonly SwarmService[]>
  listSwarmTasks(args: { readonly services: readonly string[] }, run: Run): Promise<readonly SwarmTask[]>
  listSwarmConfigs(args: { readonly ids: readonly string[] }, run: Run): Promise<readonly SwarmConfig[]>
  /** Refused where the service is of another version by now. */
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
  /** Makes an image from a tar of its root file system. */
  importImage(
    args: { readonly image: string; readonly tar: Uint8Array; readonly labels?: Readonly<StringMap> },
    run: Run,
  ): Promise<{ readonly id: string }>

  /** Unpacks a tar in a directory of the container, which need not run. */
  putArchive(args: { readonly id: string; readonly path: string; readonly tar: Uint8Array }, run: Run): Promise<void>
  getArchive(args: { readonly id: string; readonly path: string }, run: Run): Promise<Uint8Array>
  /** What lies at a path of a container, which need not run; of a link, the link. Undefined where there is nothing, or no container. */
  statPath(args: { readonly id: string; readonly path: string }, run: Run): Promise<PathStat | undefined>
  /** As `getArchive`, of whatever size: its tar as it comes. */
  copyOut(args: CopyOutArgs, run: Run): Promise<void>
  /** As `putArchive`, of whatever size; a directory never takes the place of a file, nor a file that of a directory. */
  copyIn(args: CopyInArgs, run: Run): Promise<void>
  /** Lines until the end, or until the signal when following. */
  logs(args: LogArgs, run: Run): Promise<void>
  exec(args: ExecArgs, run: Run): Promise<{ readonly exitCode: number }>
  /** What the container writes from now on, until it ends, is left, or the signal; one that does not run is waited for. */
  attach(args: AttachArgs, run: Run): Promise<void>
  /** Answers its exit code when it ends next, after a start that is to come where it does not run. */
  waitContainer(args: WaitArgs, run: Run): Promise<{ readonly exitCode: number }>
  /** What it uses; undefined for one that does not run. Takes a second or two: that is what is measured. */
  stats(args: { readonly id: string }, run: Run): Promise<ContainerStats | undefined>
}

export type Verb = keyof Verbs

/** One Docker engine. Two implementations, docker/ and simulated/, pass one contract suite. */
export interface Engine extends Verbs {
  /** The Node resource's name. */
  readonly node: string
  /**
   * Events from now on (or `since`, the engine's clock in ms), in order; asynchronous. `onBroken` is called once when the
   * stream ends for whatever reason but cancellation: events may be lost then, so list again.
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
