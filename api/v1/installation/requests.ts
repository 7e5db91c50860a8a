import type { ObjectRef } from '../metadata.ts'
import type { SecretValue } from '../redact/secret-value.ts'
import type { SizedTerminal } from './terminal.ts'

/** Options of every request that changes something: how to wait for its end. */
export interface ActRequest {
  readonly wait: boolean
  /** Milliseconds; absent: as long as the progress deadlines of the rollouts allow. */
  readonly timeoutMs?: number
  /** Whether to take the locks of its stacks away from other homes. */
  readonly steal?: boolean
  readonly signal: AbortSignal
}

export interface ConvergeRequest {
  /** Absolute path of a watched directory. */
  readonly directory: string
  /** The commit that is checked out there. */
  readonly head: string
  /** The overall timeout, milliseconds. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** Selects objects: those of one stack, or of all if `stack` is absent; labels as in `a=b,c!=d,e,!f`. */
export interface ListQuery {
  readonly stack?: string
  readonly selector?: string
}

export interface WatchQuery extends ListQuery {
  /** Yields only changes after this version; `now` means from now on. If absent, the existing objects come first. */
  readonly since?: string
  /** Refuses to begin with the existing objects where they are older than this version. */
  readonly notOlderThan?: string
  /** Only the object of this name. */
  readonly name?: string
  readonly signal: AbortSignal
}

/** A file that was read: absolute path and text. Standard input is `DIRECTORY/-`. */
export interface SourceText {
  readonly file: string
  readonly text: string
  /** Whether it was found in a directory and not named itself. Such a file is skipped if it is no manifest. */
  readonly inDirectory?: boolean
  /** Whether it is merged over the text before it, as Compose does with several files of one project. */
  readonly over?: boolean
}

/** A file that exists and can't be read. What it declared before does not count as removed (S1). */
export interface UnreadableSource {
  readonly file: string
  readonly unreadable: Unreadable
}

/** Why a file can't be read, and where. */
export interface Unreadable {
  readonly line: number
  readonly column: number
  readonly message: string
  /** Set for a symbolic link that is not followed: where it leads. Absent: something that is no file is in its place. */
  readonly leads?: LinkLead
}

/**
 * Where a symbolic link leads that is not followed: out of its root to a directory (`out`), to nothing (`nowhere`), or to a file that is
 * read at its own path already (`again`).
 */
export type LinkLead = (typeof linkLeads)[number]

/** All values of LinkLead. */
export const linkLeads = ['out', 'nowhere', 'again'] as const

/** A file found where manifests are read from, readable or not. */
export type Source = SourceText | UnreadableSource

/** A planned state of a directory: its files are read from `at`, but keep their paths in `directory`. */
export interface StagedTree {
  /** Absolute. */
  readonly directory: string
  /** Absolute path on the machine that plans. */
  readonly at: string
}

/** Limits a request to some services of its manifests, as `up SERVICE…` does. */
export interface Selection {
  readonly services: readonly string[]
  /** Whether their dependencies are left out and not waited for. */
  readonly noDeps?: boolean
}

/** Manifests and everything that is needed to read them. */
export interface ManifestRequest {
  readonly sources: readonly Source[]
  /** Absolute; the base of relative paths in texts that have no directory of their own, such as standard input. */
  readonly cwd: string
  readonly stack?: string
  /** Absent: everything that the texts declare. */
  readonly only?: Selection
  /** Replicas by service name; they override the manifests. */
  readonly scale?: Readonly<Record<string, number>>
  /** Whether such a number may exceed the present one by far without approval. */
  readonly large?: boolean
  /** Whether the tasks of all services concerned are replaced even if nothing of them changed. */
  readonly recreate?: boolean
  /** Whether the new tasks get new anonymous volumes in place of the old tasks' ones. */
  readonly renew?: boolean
  /** The variables that the server asked for in its first answer; null for unset ones. */
  readonly variables?: Readonly<Record<string, string | null>>
  /** For a plan of a push: env files, secrets and build contexts are read from this tree too. */
  readonly staged?: StagedTree
  /**
   * For a client on another machine: the files that the manifests refer to, by their absolute paths there; null for one that does not
   * exist. The server then reads none of its own files in their place.
   */
  readonly sideFiles?: Readonly<Record<string, string | null>>
}

/** The fields of a request that override what the manifests say of services. */
export const askedFields = ['only', 'scale', 'large', 'recreate', 'renew'] as const
export type AsAsked = Pick<ManifestRequest, (typeof askedFields)[number]>

/** How an apply or a restart treats images that are not built. */
export interface Pulling {
  /** Whether all tags are pulled again. */
  readonly pull?: boolean
  /** Whether it is refused if an image is on no node. */
  readonly noPull?: boolean
}

export const pullFields = ['pull', 'noPull'] as const

/** What an apply does about what runs under the names of its stacks and this state does not know, as another home applied it. */
export interface Pruning {
  /** Whether what of it no file declares is deleted. */
  readonly prune?: boolean
}

export interface ApplyRequest extends ManifestRequest, ActRequest, Adopting, Pulling, Pruning {
  /** The directories, absolute, that were read completely, and whose files are among the sources. */
  readonly directories?: readonly string[]
  readonly build?: boolean
  /** A stack of a swarm to move from: each of its services is stopped as the one here starts. */
  readonly fromSwarm?: string
}

/** Whether objects of the stacks that others created, such as docker compose, are adopted. */
export interface Adopting {
  readonly adopt?: boolean
  /** The only stack that adoption is allowed for. A request without texts takes a stack that is declared already. */
  readonly project?: string
}

export interface PlanRequest extends ManifestRequest, Adopting, Pulling, Pruning {
  /**
   * Directories that were read completely: what was accepted from a file in them counts as removed if that file is not among the sources.
   */
  readonly directories?: readonly string[]
  /** Those of `directories` whose texts were not sent. The server asks for them unless it watches the directory itself. */
  readonly unread?: readonly string[]
  /** `--at` lines of a simulation: `10s node:h2=down`. */
  readonly timeline?: readonly string[]
  readonly seed?: number
  readonly simulate?: boolean
  /** Whether secret-looking values are shown. */
  readonly showValues?: boolean
  /** The absolute path of the file that the plan is to be kept in. */
  readonly keptAt?: string
  readonly signal: AbortSignal
}

export interface DeleteRequest extends ActRequest {
  readonly refs?: readonly ObjectRef[]
  readonly stack?: string
  /** Manifests that declare what to delete. */
  readonly manifests?: ManifestRequest
  /** Whether volumes are deleted too, with their data. */
  readonly volumes: boolean
  /** Whether to refuse a deletion that would change a file of a watched directory. */
  readonly leaveFiles?: boolean
  /** Whether services of the same stacks that the manifests don't declare are deleted too. */
  readonly orphans?: boolean
  /** Whether what another home applied of it goes too: this state knows nothing of that. Not for `refs`. */
  readonly prune?: boolean
}

export interface ScaleRequest extends ActRequest {
  readonly refs: readonly ObjectRef[]
  readonly replicas: number
  /** Whether the number may exceed the present one by far without approval. */
  readonly large?: boolean
}

export interface EditRequest extends ActRequest {
  readonly ref: ObjectRef
  /** The edited text. */
  readonly text: string
  /** The version of the text that was edited. The edit is refused if it has changed since. */
  readonly version: string
}

export interface RetryRequest extends ActRequest {
  readonly refs: readonly ObjectRef[]
}

/** A request to stop or start services. */
export interface StopRequest extends ActRequest {
  /** Services, or stacks for all their services. */
  readonly refs: readonly ObjectRef[]
}

/**
 * A restart. Of a stack, it leaves out services that are stopped; and those that completed or are meant to run once, unless with `pull`
 * their tag means another image now.
 */
export interface RestartRequest extends StopRequest, Pulling {}

export interface UndoRequest extends ActRequest {
  readonly refs: readonly ObjectRef[]
  /** Number of the revision; absent or 0: the one before the present one. */
  readonly toRevision?: number
}

export interface ApproveRequest extends ActRequest {
  /** Ids of holds, or KIND/NAME of what is held. */
  readonly subjects: readonly string[]
  readonly stack?: string
}

export interface PauseRequest extends ResumeRequest {
  /** When the pause ends by itself, milliseconds since the epoch; absent: only by `resume`. */
  readonly until?: number
  /** Why, in words for others. */
  readonly reason?: string
}

export interface ResumeRequest {
  /** Services, or stacks for all their services. */
  readonly refs: readonly ObjectRef[]
  readonly signal: AbortSignal
}

export interface RolloutPauseRequest extends RolloutResumeRequest {
  /** Why, in words for others. */
  readonly reason?: string
  /** Who asks, in words. Filled in by the process that knows it, and never sent. */
  readonly by?: string
}

export interface RolloutResumeRequest {
  /** Services. */
  readonly refs: readonly ObjectRef[]
  readonly signal: AbortSignal
}

export interface StoreSecretRequest extends ActRequest {
  readonly stack: string
  readonly name: string
  /** Not empty, and at most 1 MiB. */
  readonly bytes: SecretValue
  /** Whether to replace other bytes that are stored already. */
  readonly replace: boolean
}

export interface LogsRequest {
  /** Services, tasks or stacks. */
  readonly refs: readonly ObjectRef[]
  readonly follow: boolean
  /**
   * Whether to show the logs from before the present start and those of kept failed containers, in place of all. Nothing is followed then.
   */
  readonly previous?: boolean
  /** Number of lines from the end, for each container. */
  readonly tail?: number
  /** Milliseconds since the epoch; so is `until`. */
  readonly since?: number
  readonly until?: number
  readonly timestamps: boolean
  readonly signal: AbortSignal
}

/** Fields as for an exec; attaches to the main process of the task. */
export type AttachRequest = Pick<ExecRequest, 'ref' | 'stdin' | 'terminal' | 'onOutput' | 'signal'>

/** A path in a task's container; for a service, in its first running one. */
export interface PathRequest {
  readonly ref: ObjectRef
  /** Absolute. */
  readonly path: string
  readonly signal: AbortSignal
}

export interface CopyInRequest extends PathRequest {
  /** Unpacked into the directory at `path`. */
  readonly tar: AsyncIterable<Uint8Array>
  /** Whether the copied files belong to the user that the container runs as; else they keep the owners in the tar. */
  readonly asItsUser?: boolean
  /** Whether a file may replace a directory with all that is in it, and a directory a file; else that is refused. */
  readonly replaces?: boolean
}

export interface ExecRequest {
  readonly ref: ObjectRef
  readonly command: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly env?: readonly string[]
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Gives the command a terminal that follows the size of this one. All output then comes as stdout. */
  readonly terminal?: SizedTerminal
  /**
   * If it returns a promise, no more output is read until that resolves. So a slow reader blocks the command and does not fill memory
   * (S12).
   */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void | Promise<void>
  readonly signal: AbortSignal
}
