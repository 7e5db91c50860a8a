import type { V1ListMeta } from './generated/types.ts'
import type { Kind, ObjectOf } from './kinds.ts'
import type { ObjectRef } from './metadata.ts'
import type { SecretValue } from './secret-value.ts'
import type { SizedTerminal } from './terminal.ts'
import type { Usage, UsageRequest } from './usage.ts'

/** What can be asked of one reconcile state. One implementation works in this process, one speaks to a running `serve`. */
export interface Installation {
  list(kind: Kind, query: ListQuery): Promise<ObjectList>
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
  delete(request: DeleteRequest): AsyncIterable<ProgressEvent>
  scale(request: ScaleRequest): AsyncIterable<ProgressEvent>
  retry(request: RetryRequest): AsyncIterable<ProgressEvent>
  approve(request: ApproveRequest): AsyncIterable<ProgressEvent>
  pause(request: PauseRequest): AsyncIterable<ProgressEvent>
  resume(request: ResumeRequest): AsyncIterable<ProgressEvent>
  /** Keeps the bytes of a Secret, and declares it where nothing does. */
  storeSecret(request: StoreSecretRequest): AsyncIterable<ProgressEvent>
  logs(request: LogsRequest): AsyncIterable<LogEntry>
  exec(request: ExecRequest): Promise<number>
  /** What the tasks use now: takes as long as it is measured. */
  usage(request: UsageRequest): Promise<Usage>
  version(): Promise<VersionInfo>
  close(): Promise<void>
}

/** What a running `serve` does beside. */
export interface ServedInstallation extends Installation {
  /** Waits until a commit of a watched directory is read, and its stacks are as declared. */
  converge(request: ConvergeRequest): AsyncIterable<ProgressEvent>
  /** All of the installation as a tar, its secrets too. */
  backup(request: { readonly signal: AbortSignal }): AsyncIterable<Uint8Array>
}

export interface ConvergeRequest {
  /** A watched directory, absolute. */
  readonly directory: string
  /** The commit that is checked out there. */
  readonly head: string
  /** For how long in all, milliseconds. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Which objects: all stacks without `stack`; labels as in `a=b,c!=d,e,!f`. */
export interface ListQuery {
  readonly stack?: string
  readonly selector?: string
}

export interface WatchQuery extends ListQuery {
  /** Changes after this version; `now` for those from now on; absent: what is there comes first. */
  readonly since?: string
  /** Only this one. */
  readonly name?: string
  readonly signal: AbortSignal
}

export interface ObjectList {
  readonly metadata: V1ListMeta
  readonly items: readonly ObjectOf[]
}

export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: ObjectOf }
  /** Nothing up to this version is missing; `initialEnd` after the objects that were there at the start. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEnd?: true }
  /** The last one: changes were missed, list again. */
  | { readonly type: 'EXPIRED'; readonly message: string }

/** Where a value stands in a file. */
export interface SourcePlace {
  /** Such as `spec.replicas`; empty for the resource. */
  readonly path: string
  readonly file: string
  readonly line?: number
}

/** Something that happened to an object: what core/v1 Events are made of. */
export interface ObjectEvent {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** Milliseconds since the epoch. */
  readonly firstAt: number
  readonly lastAt: number
  readonly count: number
  /** `Kind/stack/name`. */
  readonly object: string
}

/** What watched files ask for and has not happened, each in words that say what to do. */
export interface SourceNotes {
  /** What waits for `reconcile approve`. */
  readonly holds: readonly SourceNote[]
  /** What is in no file any more and goes at its time. */
  readonly pending: readonly SourceNote[]
  /** What is wrong with a file or directory. */
  readonly problems: readonly SourceNote[]
}

export interface SourceNote {
  readonly reason: string
  readonly message: string
}

/** One object with all that stands around it. */
export interface Description {
  readonly object: ObjectOf
  /** Its tasks, for a service; its tasks and services, for a stack. */
  readonly related: readonly ObjectOf[]
  readonly events: readonly ObjectEvent[]
  readonly places: readonly SourcePlace[]
}

/** One file as it was read: absolute path and text. Standard input is `DIRECTORY/-`. */
export interface SourceText {
  readonly file: string
  readonly text: string
  /** Found in a directory, not named: what is no manifest is passed by. */
  readonly inDirectory?: boolean
}

/** A directory as it is to become: its files are read from another one that stands in for it, under their own names. */
export interface StagedTree {
  /** Absolute. */
  readonly directory: string
  /** Absolute; on the machine of whoever plans. */
  readonly at: string
}

/** Texts and what they are read with. */
export interface ManifestRequest {
  readonly sources: readonly SourceText[]
  /** Absolute; the base of relative paths of texts that have no directory of their own. */
  readonly cwd: string
  readonly stack?: string
  /** The variables that a first answer asked for; null for those that are not set. */
  readonly variables?: Readonly<Record<string, string | null>>
  /** For a plan of what a push would make of a directory: env files, secrets and build contexts are read as it has them. */
  readonly staged?: StagedTree
}

export interface ApplyRequest extends ManifestRequest {
  readonly wait: boolean
  /** Milliseconds; absent: as long as the rollouts' own deadlines allow. */
  readonly timeoutMs?: number
  readonly pull?: boolean
  readonly build?: boolean
  readonly signal: AbortSignal
}

export interface PlanRequest extends ManifestRequest {
  /** Directories that were read whole: what was accepted from a file in one that is not among the sources is gone from it. */
  readonly directories?: readonly string[]
  /** Those of them whose texts are not among the sources: where nobody watches one, its texts are asked for. */
  readonly unread?: readonly string[]
  /** `--at` lines of a simulation: `10s node:h2=down`. */
  readonly timeline?: readonly string[]
  readonly seed?: number
  readonly simulate?: boolean
  readonly signal: AbortSignal
}

/** One writing call that apply would make: names in place of ids, digests in place of archives, `***` for what looks secret. */
export interface PlannedCall {
  readonly node: string
  readonly method: string
  /** With its query, parameters sorted, without the version's prefix. */
  readonly path: string
  readonly body?: unknown
  /** `Kind/stack/name`. */
  readonly object: string
  readonly reason: string
  /** Seconds of virtual time since the start: an estimate. */
  readonly at: number
  /** Why the engine would refuse it, in its words: the call changes nothing. Absent: it would not. */
  readonly refused?: string
}

/** Something that a plan foresees, or finds, to fail, and that no call of it mends. */
export interface PlannedFailure {
  /** `Kind/stack/name`. */
  readonly object: string
  readonly message: string
  readonly remedy: string
}

/** What is not as declared when all that a plan foresees is done. */
export interface PlannedUnmet {
  readonly object: string
  readonly reason: string
  readonly message: string
}

/** Directories whose texts must be sent, but for those below the ones that are watched: these are read where they are watched. */
export interface Unread {
  readonly directories: readonly string[]
  readonly watched: readonly string[]
}

/** What `plan -o json` prints, and the text for people; or the variables that must be sent first, and the directories whose texts must be. */
export type PlanAnswer =
  | { readonly needs: readonly string[]; readonly unread?: Unread }
  | {
      /** How many calls would change the hosts: those that the engine would take. */
      readonly changes: number
      /** What the apply would come to: converged, failed, or waiting for approval. */
      readonly exit: number
      readonly assumptions: readonly string[]
      /** Why a later apply makes other calls whatever happens, so that this plan is not one to keep. */
      readonly unrepeatable?: string
      readonly calls: readonly PlannedCall[]
      readonly failures: readonly PlannedFailure[]
      readonly unmet: readonly PlannedUnmet[]
      /** The same for people, line by line. */
      readonly text: readonly string[]
      readonly errors: readonly string[]
    }

export interface DeleteRequest {
  readonly refs?: readonly ObjectRef[]
  readonly stack?: string
  /** Texts that name what is to go. */
  readonly manifests?: ManifestRequest
  /** Volumes too, with their data. */
  readonly volumes: boolean
  readonly wait: boolean
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

export interface ScaleRequest {
  readonly refs: readonly ObjectRef[]
  readonly replicas: number
  readonly wait: boolean
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

export interface RetryRequest {
  readonly refs: readonly ObjectRef[]
  readonly wait: boolean
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

export interface ApproveRequest {
  /** A hold's id, or KIND/NAME of what is held. */
  readonly subjects: readonly string[]
  readonly stack?: string
  readonly wait: boolean
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

export interface PauseRequest extends ResumeRequest {
  /** When it ends by itself, milliseconds since the epoch; absent: by `resume`. */
  readonly until?: number
  /** Why, in words for others. */
  readonly reason?: string
}

export interface ResumeRequest {
  /** Services, or stacks: with all their services. */
  readonly refs: readonly ObjectRef[]
  readonly signal: AbortSignal
}

export interface StoreSecretRequest {
  readonly stack: string
  readonly name: string
  /** At most 1 MiB, and not none. */
  readonly bytes: SecretValue
  /** Whether others may be in their place. */
  readonly replace: boolean
  readonly wait: boolean
  readonly timeoutMs?: number
  readonly signal: AbortSignal
}

export interface LogsRequest {
  /** Services or tasks. */
  readonly refs: readonly ObjectRef[]
  readonly follow: boolean
  readonly tail?: number
  /** Milliseconds since the epoch. */
  readonly since?: number
  readonly timestamps: boolean
  readonly signal: AbortSignal
}

export interface LogEntry {
  /** The container's name. */
  readonly source: string
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
  readonly timestamp?: string
}

export interface ExecRequest {
  readonly ref: ObjectRef
  readonly command: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly env?: readonly string[]
  readonly stdin?: AsyncIterable<Uint8Array>
  /** The command gets a terminal of its own, always as large as this one; all that it prints is stdout then. */
  readonly terminal?: SizedTerminal
  /** No more is read while an answered promise is pending: who reads slowly holds the command up, and no memory (S12). */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void>
  readonly signal: AbortSignal
}

export interface VersionInfo {
  readonly version: string
  readonly installation: string
  readonly home: string
  readonly pid: number
}

/** What happens on the way to what was asked; the last one is the outcome. */
export type ProgressEvent =
  | { readonly type: 'needs'; readonly variables: readonly string[] }
  | { readonly type: 'warning'; readonly message: string }
  /** Something wrong with a manifest: `shop/web.yaml:6:3: spec.replicas: …`. */
  | { readonly type: 'problem'; readonly message: string }
  | {
      readonly type: 'resource'
      readonly object: string
      readonly change:
        | 'created'
        | 'configured'
        | 'unchanged'
        | 'deleted'
        | 'forgotten'
        | 'approved'
        | 'scaled'
        | 'retried'
        | 'paused'
        | 'resumed'
      /** Such as `replicas 5 (scale, Tue 10:02) → 3 (file)`. */
      readonly details?: readonly string[]
    }
  | {
      readonly type: 'state'
      /** `Kind/stack/name`; a task's parent is its service. */
      readonly object: string
      readonly parent?: string
      readonly state: string
      readonly reason?: string
      readonly message?: string
      /** Milliseconds since the epoch at which it came to stand so. */
      readonly at: number
    }
  | Outcome

/** How it ended. */
export interface Outcome {
  readonly type: 'outcome'
  readonly exit: number
  readonly message: string
  /** What to do next; on each failure. */
  readonly remedy?: string
  /** Last lines of what failed. */
  readonly lines?: readonly string[]
}

/** What an exit code of the command line means. */
export const exits = {
  converged: 0,
  failed: 1,
  usage: 2,
  changes: 3,
  deadline: 4,
  unreachable: 5,
  approval: 6,
  interrupted: 130,
} as const

/** The exit code of any error: its own, 5 for an engine that does not answer, else 1. */
export function exitOf(error: unknown): number {
  if (isInstallationError(error)) return error.exit
  const { name, code } = error instanceof Error ? (error as Error & { code?: unknown }) : {}
  return name === 'EngineError' && code === 'Unreachable' ? exits.unreachable : exits.failed
}

/** Told by its name: the bundles of the command line have a class each. */
export function isInstallationError(error: unknown): error is InstallationError {
  return error instanceof Error && error.name === 'InstallationError'
}

/** A failure that knows its exit code and what to do next. */
export class InstallationError extends Error {
  readonly exit: number
  readonly remedy: string | undefined
  /** Kubernetes' word for it, as NotFound. */
  readonly reason: string

  constructor(exit: number, message: string, options: { remedy?: string; reason?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'InstallationError'
    this.exit = exit
    this.remedy = options.remedy
    this.reason = options.reason ?? (exit === exits.usage ? 'Invalid' : 'InternalError')
  }
}
