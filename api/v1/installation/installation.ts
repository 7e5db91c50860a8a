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
import type { EndRequest, OneOff, RunEvent, RunRequest, StartRequest } from './one-off.ts'
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
  StoreSecretRequest,
  UndoRequest,
  WatchQuery,
} from './requests.ts'
import type { SwarmStack, SwarmStackRequest } from '../swarm-stack.ts'
import type { Usage, UsageRequest } from './usage.ts'
import type { PruneImagesRequest } from './prune-images.ts'
import type { UsedImage } from './used-images.ts'

/** Whose values are shown. */
export type RevealQuery = Omit<WatchQuery, 'since' | 'signal'>

/** What can be asked of one reconcile state. One implementation works in this process, one speaks to a running `serve`. */
export interface Installation {
  list(kind: Kind, query: ListQuery): Promise<ObjectList>
  /** The same with the values that look secret, which all else shows as `***`. */
  revealed(kind: Kind, query: RevealQuery): Promise<ObjectList>
  get(ref: ObjectRef): Promise<ObjectOf | undefined>
  /** Changes without a gap, until the signal: what is there first as ADDED, or from a version on. */
  watch(kind: Kind, query: WatchQuery): AsyncIterable<WatchEvent>
  describe(ref: ObjectRef): Promise<Description | undefined>
  /** What happened, of one stack or of all, the oldest first. */
  events(stack?: string): Promise<readonly ObjectEvent[]>
  /** What watched files ask for and has not happened. */
  notes(): Promise<SourceNotes>
  apply(request: ApplyRequest): AsyncIterable<ProgressEvent>
  plan(request: PlanRequest): Promise<PlanAnswer>
  /** What a swarm says of a stack of it. */
  swarmStack(request: SwarmStackRequest): Promise<SwarmStack>
  delete(request: DeleteRequest): AsyncIterable<ProgressEvent>
  /** Has the images of manifests on every node; accepts nothing. */
  pull(request: PullRequest): AsyncIterable<ProgressEvent>
  build(request: BuildRequest): AsyncIterable<ProgressEvent>
  scale(request: ScaleRequest): AsyncIterable<ProgressEvent>
  /** What `edit` is to show of an object. */
  editable(ref: ObjectRef): Promise<Editable>
  /** Declares an object as its edited text says, in the watched file that it stands in or as an apply would. */
  edit(request: EditRequest): AsyncIterable<ProgressEvent>
  retry(request: RetryRequest): AsyncIterable<ProgressEvent>
  /** Declares again what services ran before, in the watched file that they stand in or beside what was applied. */
  undo(request: UndoRequest): AsyncIterable<ProgressEvent>
  /** Replaces all tasks by new ones of the same revision. */
  restart(request: RestartRequest): AsyncIterable<ProgressEvent>
  /** Ends the tasks of services, and keeps none until `start`; of a stack those of all that are there. */
  stop(request: RestartRequest): AsyncIterable<ProgressEvent>
  start(request: RestartRequest): AsyncIterable<ProgressEvent>
  approve(request: ApproveRequest): AsyncIterable<ProgressEvent>
  pause(request: PauseRequest): AsyncIterable<ProgressEvent>
  resume(request: ResumeRequest): AsyncIterable<ProgressEvent>
  /** Nothing more is replaced by rollouts; all else goes on, unlike in a pause. */
  pauseRollout(request: RolloutPauseRequest): AsyncIterable<ProgressEvent>
  resumeRollout(request: RolloutResumeRequest): AsyncIterable<ProgressEvent>
  /** Keeps the bytes of a Secret, and declares it where nothing does. */
  storeSecret(request: StoreSecretRequest): AsyncIterable<ProgressEvent>
  logs(request: LogsRequest): AsyncIterable<LogEntry>
  exec(request: ExecRequest): Promise<number>
  /** Sends a signal to what runs; that it ended is the loops' to heal. */
  kill(request: KillRequest): AsyncIterable<ProgressEvent>
  /** Makes a container of a service for one command, and does not start it. */
  makeOneOff(request: RunRequest): AsyncIterable<RunEvent>
  /** Starts one that was made; answers the exit code of its process, or 0 where it is left. */
  startOneOff(request: StartRequest): Promise<number>
  endOneOff(request: EndRequest): Promise<void>
  /** Those that are there, whoever made them and whether they run or not. */
  oneOffs(request: UsageRequest): Promise<readonly OneOff[]>
  /** What lies at a path of a container, which need not run; undefined where nothing is. */
  statPath(request: PathRequest): Promise<PathStat | undefined>
  /** A file, or a directory with all below it, as a tar; its entries begin with its name. */
  copyOut(request: PathRequest): AsyncIterable<Uint8Array>
  copyIn(request: CopyInRequest): Promise<void>
  /** What the tasks use now: takes as long as it is measured. */
  usage(request: UsageRequest): Promise<Usage>
  /** Which images their containers run. */
  images(request: UsageRequest): Promise<readonly UsedImage[]>
  /** Takes those off hosts that this installation pulled or built and nothing needs. */
  pruneImages(request: PruneImagesRequest): AsyncIterable<ProgressEvent>
  version(): Promise<VersionInfo>
  close(): Promise<void>
}

/** What is asked of an installation over the API alone: no command does. */
export interface Attachable {
  /** Speaks with the process of a task, until that ends or its input does. */
  attach(request: AttachRequest): Promise<void>
}

/** What a running `serve` does beside. */
export interface ServedInstallation extends Installation {
  /** Waits until a commit of a watched directory is read, and its stacks are as declared. */
  converge(request: ConvergeRequest): AsyncIterable<ProgressEvent>
  /** All of the installation as a tar, its secrets too. */
  backup(request: { readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
}
