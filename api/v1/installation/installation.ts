import type {
  Description,
  Editable,
  LogEntry,
  ObjectEvent,
  ObjectList,
  SourceNotes,
  VersionInfo,
  WatchEvent,
} from './answers.ts'
import type { BuildRequest, PullRequest } from './get-images.ts'
import type { KillRequest } from './kill.ts'
import type { Kind, ObjectOf } from '../kinds.ts'
import type { ObjectRef } from '../metadata.ts'
import type { EndRequest, OneOff, OneOffsRequest, RunEvent, RunRequest, StartRequest } from './one-off.ts'
import type { PathStat } from './path-stat.ts'
import type { PlanAnswer } from './plan-answer.ts'
import type { ProgressEvent } from './progress.ts'
import type {
  ApplyRequest,
  ApproveRequest,
  AttachRequest,
  ConvergeRequest,
  CopyInRequest,
  DeleteRequest,
  EditRequest,
  ExecRequest,
  ListQuery,
  LogsRequest,
  PathRequest,
  PauseRequest,
  PlanRequest,
  ResumeRequest,
  RestartRequest,
  RetryRequest,
  RolloutPauseRequest,
  RolloutResumeRequest,
  ScaleRequest,
  StopRequest,
  StoreSecretRequest,
  UndoRequest,
  WatchQuery,
} from './requests.ts'
import type { SwarmStack, SwarmStackRequest } from '../swarm-stack.ts'
import type { Usage, UsageRequest } from './usage.ts'
import type { PruneImagesRequest } from './prune-images.ts'
import type { UsedImage } from './used-images.ts'

/** Which objects to show with their secret values. */
export type RevealQuery = Omit<WatchQuery, 'since' | 'signal'>

/**
 * Everything that can be asked of one reconcile installation. One implementation works on the state in this process, another one calls a
 * running `serve`.
 */
export interface Installation {
  list(kind: Kind, query: ListQuery): Promise<ObjectList>
  /** As `list`, but with the secret-looking values that everything else shows as `***`. */
  revealed(kind: Kind, query: RevealQuery): Promise<ObjectList>
  get(ref: ObjectRef): Promise<ObjectOf | undefined>
  /** Yields every change until the signal aborts: first what exists, as ADDED, or else only changes after a given version. */
  watch(kind: Kind, query: WatchQuery): AsyncIterable<WatchEvent>
  describe(ref: ObjectRef): Promise<Description | undefined>
  /** The events of one stack, or of all stacks; the oldest first. */
  events(stack?: string): Promise<readonly ObjectEvent[]>
  /** What watched files ask for that has not happened: all, or what may concern one stack. */
  notes(stack?: string): Promise<SourceNotes>
  apply(request: ApplyRequest): AsyncIterable<ProgressEvent>
  plan(request: PlanRequest): Promise<PlanAnswer>
  /** Reads a stack from the swarm that it runs in. */
  swarmStack(request: SwarmStackRequest): Promise<SwarmStack>
  delete(request: DeleteRequest): AsyncIterable<ProgressEvent>
  /** Pulls the images of manifests to every node; accepts nothing. */
  pull(request: PullRequest): AsyncIterable<ProgressEvent>
  build(request: BuildRequest): AsyncIterable<ProgressEvent>
  scale(request: ScaleRequest): AsyncIterable<ProgressEvent>
  /** What `edit` opens for an object. */
  editable(ref: ObjectRef): Promise<Editable>
  /** Declares an object from its edited text: written to the watched file that declares it, else accepted as by an apply. */
  edit(request: EditRequest): AsyncIterable<ProgressEvent>
  retry(request: RetryRequest): AsyncIterable<ProgressEvent>
  /** Declares an earlier revision of services again: in the watched file that declares them, else over what was applied. */
  undo(request: UndoRequest): AsyncIterable<ProgressEvent>
  /**
   * Replaces all tasks of services by new ones of the same revision; with `pull`, of the image that their tag means now, in a new revision
   * where that is another one.
   */
  restart(request: RestartRequest): AsyncIterable<ProgressEvent>
  /** Stops all tasks of services, or of every service of a stack, until `start`. */
  stop(request: StopRequest): AsyncIterable<ProgressEvent>
  start(request: StopRequest): AsyncIterable<ProgressEvent>
  approve(request: ApproveRequest): AsyncIterable<ProgressEvent>
  pause(request: PauseRequest): AsyncIterable<ProgressEvent>
  resume(request: ResumeRequest): AsyncIterable<ProgressEvent>
  /** Halts the rollouts of services. Everything else, such as healing, goes on, unlike with `pause`. */
  pauseRollout(request: RolloutPauseRequest): AsyncIterable<ProgressEvent>
  resumeRollout(request: RolloutResumeRequest): AsyncIterable<ProgressEvent>
  /** Stores the bytes of a Secret, and declares the Secret if nothing does yet. */
  storeSecret(request: StoreSecretRequest): AsyncIterable<ProgressEvent>
  logs(request: LogsRequest): AsyncIterable<LogEntry>
  exec(request: ExecRequest): Promise<number>
  /** Sends a signal to running processes. If they exit, the loops restart them as declared. */
  kill(request: KillRequest): AsyncIterable<ProgressEvent>
  /** Creates a container of a service for one command, without starting it. */
  makeOneOff(request: RunRequest): AsyncIterable<RunEvent>
  /** Starts a created one-off container. Resolves with the exit code of its process, or 0 if detached. */
  startOneOff(request: StartRequest): Promise<number>
  endOneOff(request: EndRequest): Promise<void>
  /** The existing one-off containers, whoever created them, running or not. */
  oneOffs(request: OneOffsRequest): Promise<readonly OneOff[]>
  /** Describes the file at a path of a container, running or not; undefined if there is none. */
  statPath(request: PathRequest): Promise<PathStat | undefined>
  /** A file or a whole directory as a tar, whose entry names begin with the base name of the path. */
  copyOut(request: PathRequest): AsyncIterable<Uint8Array>
  copyIn(request: CopyInRequest): Promise<void>
  /** The resource usage of the tasks now. Takes as long as one measurement. */
  usage(request: UsageRequest): Promise<Usage>
  /** The images that the containers of tasks run. */
  images(request: UsageRequest): Promise<readonly UsedImage[]>
  /** Removes images from hosts that this installation pulled or built and that nothing needs. */
  pruneImages(request: PruneImagesRequest): AsyncIterable<ProgressEvent>
  version(): Promise<VersionInfo>
  close(): Promise<void>
}

/** Requests that only the API offers, and no command. */
export interface Attachable {
  /** Attaches to the process of a task until the process or the input ends. */
  attach(request: AttachRequest): Promise<void>
}

/** What only a running `serve` can do. */
export interface ServedInstallation extends Installation {
  /** Waits until a commit of a watched directory was read and its stacks have converged. */
  converge(request: ConvergeRequest): AsyncIterable<ProgressEvent>
  /** The whole installation as a tar, including its secrets. */
  backup(request: { readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
}
