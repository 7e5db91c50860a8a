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

/** An object of a host that others made, and that would be ours from then on. */
export interface PlannedAdoption {
  /** `Kind/stack/name`. */
  readonly object: string
  readonly node: string
  /** Its name on the host. */
  readonly name: string
  /** How a container differs from what is declared, so that it is replaced; absent: it goes on as it runs. */
  readonly differs?: string
  /** Why a container is stopped after that: more were made than are declared. */
  readonly surplus?: string
}

/** Something that a plan foresees, or finds, to fail, and that no call of it mends. */
export interface PlannedFailure {
  /** `Kind/stack/name`. */
  readonly object: string
  /** Of a task: the key of its service. */
  readonly service?: string
  /** What fails, and where that is declared. */
  readonly message: string
  readonly remedy: string
}

/** What is asked for and is done only once a person approves it. */
export interface PlannedHold {
  /** What `reconcile approve` takes. */
  readonly id: string
  readonly reason: string
  /** Each as `Kind/stack/name`. */
  readonly resources: readonly string[]
  readonly message: string
}

/** How one service comes through: the phases of its rollout, and how few of its tasks are ready on the way. */
export interface PlannedRollout {
  /** `stack/service`. */
  readonly service: string
  readonly phases: readonly { readonly state: string; readonly at: number }[]
  readonly desired: number
  /** The lowest number of ready tasks at any time; absent where there was none before and it only rises. */
  readonly lowestReady?: number
  /** Why it goes otherwise than its strategy says, or what it is for. */
  readonly note?: string
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
      /** How many objects it would declare otherwise than was accepted; none of a stack that is not known here yet, and runs so. */
      readonly declared: number
      /** What the apply would come to: converged, failed, or waiting for approval. */
      readonly exit: number
      readonly assumptions: readonly string[]
      /** Why a later apply makes other calls whatever happens, so that this plan is not one to keep. */
      readonly unrepeatable?: string
      readonly calls: readonly PlannedCall[]
      /** The id of the engine of each node that answers. A serve of before does not say it. */
      readonly engines?: Readonly<Record<string, string>>
      readonly adopted: readonly PlannedAdoption[]
      readonly failures: readonly PlannedFailure[]
      readonly unmet: readonly PlannedUnmet[]
      readonly holds: readonly PlannedHold[]
      readonly rollouts: readonly PlannedRollout[]
      readonly warnings: readonly string[]
      /** The same for people, line by line. */
      readonly text: readonly string[]
      readonly errors: readonly string[]
    }
