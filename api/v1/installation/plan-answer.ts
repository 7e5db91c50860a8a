import type { V1Maker } from '../generated/types.ts'

/**
 * A call that an apply would make to change something: names in place of ids, digests in place of archives, `***` for secret-looking
 * values.
 */
export interface PlannedCall {
  readonly node: string
  readonly method: string
  /** With its query, parameters sorted; without the API version's prefix. */
  readonly path: string
  readonly body?: unknown
  /** `Kind/stack/name`. */
  readonly object: string
  readonly reason: string
  /** Estimated start, in seconds of virtual time. */
  readonly at: number
  /** The engine's error if it would refuse the call, which then changes nothing; absent if it would not. */
  readonly refused?: string
}

/** An object on a host that someone else created and that this installation would adopt. */
export interface PlannedAdoption {
  /** `Kind/stack/name`. */
  readonly object: string
  readonly node: string
  /** Its name on the host. */
  readonly name: string
  /** How a container differs from the desired state, so that it is replaced. Absent if it is kept running. */
  readonly differs?: string
  /** The state of a container that does not run, in the engine's word, such as `exited`. */
  readonly state?: string
  /** Why a container is stopped after its adoption: more exist than are declared. */
  readonly surplus?: string
}

/** A failure that a plan predicts or finds, and that none of its calls mends. */
export interface PlannedFailure {
  /** `Kind/stack/name`. */
  readonly object: string
  /** The key of the service, if the object is a task. */
  readonly service?: string
  /** What fails, and where it is declared. */
  readonly message: string
  readonly remedy: string
}

/** A change that needs approval. */
export interface PlannedHold {
  /** The id to give to `reconcile approve`. */
  readonly id: string
  readonly reason: string
  /** Each as `Kind/stack/name`. */
  readonly resources: readonly string[]
  readonly message: string
}

/** The predicted rollout of one service: its phases, and the lowest number of ready tasks meanwhile. */
export interface PlannedRollout {
  /** `stack/service`. */
  readonly service: string
  readonly phases: readonly { readonly state: string; readonly at: number }[]
  readonly desired: number
  /** The lowest number of ready tasks at any time; absent if there were none before, so that it only rises. */
  readonly lowestReady?: number
  /** What the rollout is for, or why it deviates from the service's strategy. */
  readonly note?: string
}

/** An object that is still not as declared after everything that the plan predicts. */
export interface PlannedUnmet {
  readonly object: string
  readonly reason: string
  readonly message: string
  /** Who made the thing on the host that has its name, or that of what its tasks need; absent where that is not why. */
  readonly maker?: V1Maker
}

/** Directories whose files the client must send, except for the `watched` directories below them, which the server reads itself. */
export interface Unread {
  readonly directories: readonly string[]
  readonly watched: readonly string[]
}

/** Why a later apply would make other calls than a plan in any case, and what to do instead of keeping it. */
export interface Unrepeatable {
  readonly why: string
  readonly remedy: string
}

/** The output of `plan -o json`, with the text for people; or else the variables and directories that the client must send first. */
export type PlanAnswer =
  | { readonly needs: readonly string[]; readonly unread?: Unread }
  | {
      /** How many calls change the hosts; those that the engine would refuse are not counted. */
      readonly changes: number
      /** How many calls of it the running serve has begun already, which are not among `calls`. Older servers do not send it. */
      readonly begun?: number
      /**
       * How many objects would be declared differently from what is accepted. Objects of a stack that is unknown here but already runs as
       * declared are not counted.
       */
      readonly declared: number
      /** The exit code of the apply: converged, failed, or waiting for approval. */
      readonly exit: number
      readonly assumptions: readonly string[]
      /** Set in the plan of a push while no host answers: why it has no calls. It has what is declared, warned of and held. */
      readonly unobserved?: string
      /** Set where it makes no sense to keep this plan. */
      readonly unrepeatable?: Unrepeatable
      readonly calls: readonly PlannedCall[]
      /** Engine ids by node, for the nodes that answer. Older servers do not send them. */
      readonly engines?: Readonly<Record<string, string>>
      /** A mark of the home's key for the hashes of contents; absent where it has none yet, and from older servers. */
      readonly key?: string
      /** The keyed hash of the content of each Secret and Config of the plan's stacks, by `Kind/stack/name`. */
      readonly contents?: Readonly<Record<string, string>>
      readonly adopted: readonly PlannedAdoption[]
      readonly failures: readonly PlannedFailure[]
      readonly unmet: readonly PlannedUnmet[]
      readonly holds: readonly PlannedHold[]
      readonly rollouts: readonly PlannedRollout[]
      readonly warnings: readonly string[]
      /** The plan for people, line by line. */
      readonly text: readonly string[]
      readonly errors: readonly string[]
    }
