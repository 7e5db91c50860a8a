import type { ObjectRef } from '../metadata.ts'
import type { SecretValue } from '../redact/secret-value.ts'
import type { SizedTerminal } from './terminal.ts'

/** What every verb that acts takes: how its end is waited for. */
export interface ActRequest {
  readonly wait: boolean
  /** Milliseconds; absent: as long as the rollouts' own deadlines allow. */
  readonly timeoutMs?: number
  /** The locks of its stacks are taken away from other homes. */
  readonly steal?: boolean
  readonly signal: AbortSignal
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

/** One file as it was read: absolute path and text. Standard input is `DIRECTORY/-`. */
export interface SourceText {
  readonly file: string
  readonly text: string
  /** Found in a directory, not named: what is no manifest is passed by. */
  readonly inDirectory?: boolean
  /** Merged over the text before it, as Compose does with several files of one project. */
  readonly over?: boolean
}

/** One file that is there and has no text for us: what it declared before is not gone by it (S1). */
export interface UnreadableSource {
  readonly file: string
  readonly unreadable: Unreadable
}

/** What is wrong with such a file, and where in it. */
export interface Unreadable {
  readonly line: number
  readonly column: number
  readonly message: string
  /** It is a link that is not followed, and where that leads; absent: it is in the place of a file. */
  readonly leads?: LinkLead
}

/** Where a link leads that is not followed: to a directory out of its root, to nothing, or to what counts already where it stands. */
export type LinkLead = (typeof linkLeads)[number]

/** All of them. */
export const linkLeads = ['out', 'nowhere', 'again'] as const

/** What was found where manifests are looked for. */
export type Source = SourceText | UnreadableSource

/** A directory as it is to become: its files are read from another one that stands in for it, under their own names. */
export interface StagedTree {
  /** Absolute. */
  readonly directory: string
  /** Absolute; on the machine of whoever plans. */
  readonly at: string
}

/** The services of texts that are meant alone, as `up SERVICE…` has it. */
export interface Selection {
  readonly services: readonly string[]
  /** Without those that they depend on, and without waiting for them. */
  readonly noDeps?: boolean
}

/** Texts and what they are read with. */
export interface ManifestRequest {
  readonly sources: readonly Source[]
  /** Absolute; the base of relative paths of texts that have no directory of their own. */
  readonly cwd: string
  readonly stack?: string
  /** Absent: all that the texts declare. */
  readonly only?: Selection
  /** Replicas in the place of the texts', by the names of services. */
  readonly scale?: Readonly<Record<string, number>>
  /** These may be very many more than there are. */
  readonly large?: boolean
  /** The tasks of all services that are meant are replaced, though nothing of them changed. */
  readonly recreate?: boolean
  /** Those that replace them have anonymous volumes of their own, not those of before. */
  readonly renew?: boolean
  /** The variables that a first answer asked for; null for those that are not set. */
  readonly variables?: Readonly<Record<string, string | null>>
  /** For a plan of what a push would make of a directory: env files, secrets and build contexts are read as it has them. */
  readonly staged?: StagedTree
  /**
   * Of who asks from another machine: the files that the texts are read with, by their absolute paths there; null for one that is not
   * there. No file of the machine that answers is read in their place.
   */
  readonly sideFiles?: Readonly<Record<string, string | null>>
}

/** What is said of services beside the manifests. */
export const askedFields = ['only', 'scale', 'large', 'recreate', 'renew'] as const
export type AsAsked = Pick<ManifestRequest, (typeof askedFields)[number]>

/** What an apply is told of images that are not built. */
export interface Pulling {
  /** All tags are pulled again. */
  readonly pull?: boolean
  /** Refused where one is on no node. */
  readonly noPull?: boolean
}

export const pullFields = ['pull', 'noPull'] as const

export interface ApplyRequest extends ManifestRequest, ActRequest, Adopting, Pulling {
  readonly build?: boolean
  /** The stack of a swarm whose services end one by one as those of the texts begin. */
  readonly fromSwarm?: string
}

/** Whether what others made for the stacks, as docker compose, becomes ours. */
export interface Adopting {
  readonly adopt?: boolean
  /** The one stack that it may be of; without texts it is declared already. */
  readonly project?: string
}

export interface PlanRequest extends ManifestRequest, Adopting, Pulling {
  /** Directories that were read whole: what was accepted from a file in one that is not among the sources is gone from it. */
  readonly directories?: readonly string[]
  /** Those of them whose texts are not among the sources: where nobody watches one, its texts are asked for. */
  readonly unread?: readonly string[]
  /** `--at` lines of a simulation: `10s node:h2=down`. */
  readonly timeline?: readonly string[]
  readonly seed?: number
  readonly simulate?: boolean
  /** With the values that look secret. */
  readonly showValues?: boolean
  readonly signal: AbortSignal
}

export interface DeleteRequest extends ActRequest {
  readonly refs?: readonly ObjectRef[]
  readonly stack?: string
  /** Texts that name what is to go. */
  readonly manifests?: ManifestRequest
  /** Volumes too, with their data. */
  readonly volumes: boolean
  /** Refuses what would be taken out of a file of a watched directory. */
  readonly leaveFiles?: boolean
  /** With the services of their stacks that the manifests do not declare. */
  readonly orphans?: boolean
}

export interface ScaleRequest extends ActRequest {
  readonly refs: readonly ObjectRef[]
  readonly replicas: number
  /** Whether very many more than there are is meant. */
  readonly large?: boolean
}

export interface EditRequest extends ActRequest {
  readonly ref: ObjectRef
  /** What is to stand in the place of what was shown. */
  readonly text: string
  /** Of what was shown: refused where it is not like that any more. */
  readonly version: string
}

export interface RetryRequest extends ActRequest {
  readonly refs: readonly ObjectRef[]
}

export interface RestartRequest extends ActRequest {
  /** Services, or stacks: with all their services but those that are to end. */
  readonly refs: readonly ObjectRef[]
}

export interface UndoRequest extends ActRequest {
  readonly refs: readonly ObjectRef[]
  /** A revision's number; absent or 0: the one before the present one. */
  readonly toRevision?: number
}

export interface ApproveRequest extends ActRequest {
  /** A hold's id, or KIND/NAME of what is held. */
  readonly subjects: readonly string[]
  readonly stack?: string
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

export interface RolloutPauseRequest extends RolloutResumeRequest {
  /** Why, in words for others. */
  readonly reason?: string
  /** Who asks, in words: noted by whoever knows that, and never sent. */
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
  /** At most 1 MiB, and not none. */
  readonly bytes: SecretValue
  /** Whether others may be in their place. */
  readonly replace: boolean
}

export interface LogsRequest {
  /** Services, tasks or stacks. */
  readonly refs: readonly ObjectRef[]
  readonly follow: boolean
  /** What was written before the present start, and what is kept of a failure, in place of all; nothing is followed then. */
  readonly previous?: boolean
  /** Lines from the end, of each container. */
  readonly tail?: number
  /** Milliseconds since the epoch, as `until`. */
  readonly since?: number
  readonly until?: number
  readonly timestamps: boolean
  readonly signal: AbortSignal
}

/** As for an exec; it speaks with the process that the task runs. */
export type AttachRequest = Pick<ExecRequest, 'ref' | 'stdin' | 'terminal' | 'onOutput' | 'signal'>

/** A path of a task's container; of a service, of its first one that runs. */
export interface PathRequest {
  readonly ref: ObjectRef
  /** Absolute. */
  readonly path: string
  readonly signal: AbortSignal
}

export interface CopyInRequest extends PathRequest {
  /** Unpacked in the directory that `path` is. */
  readonly tar: AsyncIterable<Uint8Array>
  /** What is copied becomes the user's that the container runs as; else it keeps the owners of the tar. */
  readonly asItsUser?: boolean
  /** A directory gives way to a file of its name with all that is in it, and a file to a directory; else it is refused. */
  readonly replaces?: boolean
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
