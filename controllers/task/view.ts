import type { V1Maker, V1Task } from '../../api/v1/generated/types.ts'
import type { SeenEnd } from '../../engine/inventory.ts'

/** A container of the task, as the plan needs it. */
export interface ContainerView {
  readonly id: string
  readonly name: string
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  readonly exitCode: number
  readonly oomKilled: boolean
  /** How its last run ended, if that was seen. While it runs again, `exitCode` and `oomKilled` say nothing. */
  readonly lastEnd?: SeenEnd
  /** Such as `64 MiB`; absent without a limit. */
  readonly memoryLimit?: string
  /** The probe of its health check that failed; while that is starting, the last one, which its engine could not run. */
  readonly probe?: ProbeView
  /** RFC 3339, by the engine's own clock (see `ourTime`). */
  readonly createdAt?: string
  /** As `createdAt`; absent before its first start, or end. */
  readonly startedAt?: string
  readonly finishedAt?: string
  /** How far its engine's clock is ahead of ours, ms; absent if it is not. */
  readonly clockAheadMs?: number
  /** Why its first start failed, in the engine's words; the engine keeps them. */
  readonly startError?: string
  /** How often the engine has restarted it since its last requested start. */
  readonly restartCount?: number
  /** Whether somebody else asked the engine to stop it. */
  readonly stoppedByHand: boolean
  /** Whether its present run began with a restart by hand, which is no failure. */
  readonly restartedByHand?: boolean
  /** Whether its end was missed and its engine forgot it: somebody may have stopped it. */
  readonly endUnseen?: boolean
  /** Whether it exited with 0 so, though its service is there to serve: then it was stopped. */
  readonly stoppedUnseen?: boolean
  /** Whether it was stopped because its engine ended. */
  readonly endedWithEngine?: boolean
  /** Whether its engine came up since the last look, and started it. */
  readonly startedWithEngine?: boolean
  /** Whether it is ours, never ran, and was made before its engine came up: a start of it may have been cut off half-way. */
  readonly madeBeforeEngine?: boolean
}

/** A container of the task on another node than its own. */
export interface CopyView {
  readonly node: string
  readonly id: string
  readonly name: string
  /** Where its data stays, in words. */
  readonly left: string
}

/** A failed probe of a health check, with its output. */
export interface ProbeView {
  readonly exitCode: number
  readonly output: string
}

/** One difference between a container and its declaration. */
export interface DriftView {
  /** Such as `HostConfig.Memory`, or `network shop_default`. */
  readonly field: string
  /**
   * The name under which the fuse allows one recreation per generation; absent: the field. A reference to another container has one name
   * for each container that it referred to.
   */
  readonly fuse?: string
  /** The difference in words: `memory limit is 64 MiB, declared 128 MiB`. */
  readonly message: string
  readonly heal:
    | { readonly by: 'update' }
    | { readonly by: 'connect'; readonly network: string }
    | { readonly by: 'disconnect'; readonly network: string }
    | { readonly by: 'recreate' }
    /** By a new container, which the service makes in the order of its updates: this one works meanwhile. */
    | { readonly by: 'replace' }
}

/** A condition for creating or starting the container that is not met. */
export interface Need {
  /** One of taskReasons. */
  readonly reason: string
  readonly message: string
  /** When it is met by itself, ms since the epoch; absent: something has to change. */
  readonly until?: number
  /** Who made the object that has a name of ours; absent where no such object is in the way. */
  readonly maker?: V1Maker
}

/** The holder of the name that the task's container is to have. */
export type NameHolder =
  | {
      readonly by: 'predecessor'
      readonly task: string
      readonly order: 'StopFirst' | 'StartFirst'
      /** The name for a container beside it; absent where there can't be one before it is gone. */
      readonly beside?: string
      /** Whether it has stopped and is being removed. */
      readonly isGoing?: true
      /** From when on nobody waits for it any more, as its removal may never end, ms since the epoch. */
      readonly until?: number
    }
  /** A container of another service of this installation, given as `stack/service`, or of another slot. It will be renamed or removed. */
  | {
      readonly by: 'service'
      readonly service: string
      /** Whether it waits, perhaps through others, for the name of this task's container, and this task is the one to give way. */
      readonly waitsForUs: boolean
    }
  | {
      readonly by: 'foreign'
      readonly id: string
      /** Who made it, by its labels. */
      readonly maker?: V1Maker
      /** Set for a container of docker compose, of any name on any node, that does the work of the task's service. */
      readonly runs?: { readonly name: string; readonly node: string }
    }

/** A task of another service that has a host port which the task needs. */
export interface PortHolder {
  readonly need: Need
  /** When the rollout that will free the port last made progress, ms since the epoch; 0 without one. */
  readonly movedAt: number
  /** Whether it waits, perhaps through others, for the port of the task's predecessor, which is to stop first. */
  readonly waitsForUs: boolean
}

/** The observed state of one task, from which the next step is planned. Immutable. */
export interface TaskView {
  readonly task: V1Task
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Why its node can't be worked on; absent: it can. */
  readonly hostHold?: Need
  /** It is to go, and its node is gone: nobody can end its container, or wait for that. */
  readonly nodeGone?: true
  /** Its containers on its node, the one to keep first. */
  readonly containers: readonly ContainerView[]
  /** Its containers on other nodes; absent: none. */
  readonly copies?: readonly CopyView[]
  /** It has none, and its copy is to be its container from now on. */
  readonly movesTo?: string
  /** It has no container, and had one. */
  readonly hadContainer?: true
  /** Its engine came up since its container, which is gone, was started last. */
  readonly goneWithEngine?: true
  /** The name that its container is to have. */
  readonly name: string
  readonly nameHolder?: NameHolder
  /** Absent once its container was started. */
  readonly portHolder?: PortHolder
  /** What its stopped container refers to and its host no longer has, in words; it can't start again. */
  readonly lost?: string
  /** `stale`: present, but its pull policy asks for another pull. */
  readonly image: 'present' | 'absent' | 'stale' | 'unknown'
  /** The digest or id that its revision runs, where the tag means another image on its node by now. Then `image` is about this one. */
  readonly pinned?: string
  /** An image that it mounts and that is not known to be on its node. */
  readonly lackedMount?: { readonly name: string; readonly state: 'absent' | 'unknown' }
  /** The unmet conditions for its create or start, the most telling first. */
  readonly needs: readonly Need[]
  /** How its adopted container differs from what we would create, in words. */
  readonly differs?: string
  /** Whether its stack was adopted, so that docker compose may work on its containers too. */
  readonly isAdopted?: boolean
  /** Its container was adopted, and the rollout that makes it as declared has not completed. */
  readonly isTakenOver?: true
  /** Others hold the name under which its failed container would be kept. */
  readonly failedNameTaken?: true
  /** What delays its end: dependents that stop first. */
  readonly endNeeds: readonly Need[]
  readonly drift: readonly DriftView[]
  /** Why it is to be restarted for another's sake: a dependency was replaced, or a container whose namespace it shares started anew. */
  readonly restartFor?: Need
  /** It runs, and a container whose namespace it shares by name is missing. */
  readonly joinsUnknown?: boolean
  /** Fields for which it was recreated in this generation already, and is not again (the fuse). */
  readonly fused: readonly string[]
}
