import type { V1Maker, V1Task } from '../../api/v1/generated/types.ts'
import type { SeenEnd } from '../../engine/inventory.ts'

/** A container of the task as the plan needs it: read once from the inventory. */
export interface ContainerView {
  readonly id: string
  readonly name: string
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  readonly exitCode: number
  readonly oomKilled: boolean
  /** Its last end, if it was seen: of one that runs again neither `exitCode` nor `oomKilled` says anything. */
  readonly lastEnd?: SeenEnd
  /** `64 MiB`; absent without a limit. */
  readonly memoryLimit?: string
  /** The probe that its health check failed by. */
  readonly probe?: ProbeView
  /** RFC 3339 as the engine says it, by its own clock (`ourTime`). */
  readonly createdAt?: string
  /** The same; absent before the first start, or end. */
  readonly startedAt?: string
  readonly finishedAt?: string
  /** How far the clock of its engine is ahead of ours, ms; absent where it is not. */
  readonly clockAheadMs?: number
  /** Why its first start failed, in the engine's words: it keeps them, whoever looks. */
  readonly startError?: string
  /** How often the engine has restarted it since somebody last started it. */
  readonly restartCount?: number
  /** Somebody asked the engine to stop it, and it was not us. */
  readonly stoppedByHand: boolean
  /** It runs since somebody restarted it, which says nothing of it. */
  readonly restartedByHand?: boolean
  /** Nobody saw how it came to its end, nor does its engine remember: somebody may have stopped it. */
  readonly endUnseen?: boolean
  /** Its engine ended, and stopped it. */
  readonly endedWithEngine?: boolean
  /** Its engine came up since it was last looked at, and started it. */
  readonly startedWithEngine?: boolean
}

/** A container of the task on another node than its own. */
export interface CopyView {
  readonly node: string
  readonly id: string
  readonly name: string
  /** Where its data stays, in words. */
  readonly left: string
}

/** A probe of a health check: its code, and what it wrote. */
export interface ProbeView {
  readonly exitCode: number
  readonly output: string
}

/** One difference between a container and what is declared. */
export interface DriftView {
  /** Such as `HostConfig.Memory`, or `network shop_default`. */
  readonly field: string
  /** What may recreate it but once in a generation; absent: the field. What refers to another container may once for each that it was. */
  readonly fuse?: string
  /** The difference in words: `memory limit is 64 MiB, declared 128 MiB`. */
  readonly message: string
  readonly heal:
    | { readonly by: 'update' }
    | { readonly by: 'connect'; readonly network: string }
    | { readonly by: 'disconnect'; readonly network: string }
    | { readonly by: 'recreate' }
}

/** Something that has to be there before the container can be made or started. */
export interface Need {
  /** A reason of taskReasons. */
  readonly reason: string
  readonly message: string
  /** When it is over by itself, ms since the epoch; absent: something has to change. */
  readonly until?: number
  /** Who made what has a name that is to be ours, where that is what is in the way. */
  readonly maker?: V1Maker
}

/** Who has the name that the task's container is to have. */
export type NameHolder =
  | {
      readonly by: 'predecessor'
      readonly task: string
      readonly order: 'StopFirst' | 'StartFirst'
      /** The name of a container beside it; absent where there can't be one before it is gone. */
      readonly beside?: string
      /** It has stopped, and is removed now. */
      readonly isGoing?: true
    }
  /** Another service of this installation, as `stack/service`, or another slot of its own: it is to be renamed or to go. */
  | {
      readonly by: 'service'
      readonly service: string
      /** It waits, over others perhaps, for the name that the task's container has, and the task is the one to make way. */
      readonly waitsForUs: boolean
    }
  | {
      readonly by: 'foreign'
      readonly id: string
      /** Whom its labels name. */
      readonly maker?: V1Maker
      /** It was made by docker compose, under any name and on any node, and does the work of the task's service. */
      readonly runs?: { readonly name: string; readonly node: string }
    }

/** That a task of another service has a port of the host that the task is to have. */
export interface PortHolder {
  readonly need: Need
  /** When the rollout that frees the port last moved on, ms since the epoch; 0 where none does. */
  readonly movedAt: number
  /** It waits, over others perhaps, for the port of the task's predecessor, and that one is to stop first. */
  readonly waitsForUs: boolean
}

/** What the task loop knows of one task when it decides. Read once, never changed. */
export interface TaskView {
  readonly task: V1Task
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Why its node can't be worked on now; absent when it can. */
  readonly hostHold?: Need
  /** It is to go, and its node is gone: nobody can end what runs there, nor wait for that. */
  readonly nodeGone?: true
  /** Its containers on its node, the one to keep first. */
  readonly containers: readonly ContainerView[]
  /** Its containers on other nodes; absent: none. */
  readonly copies?: readonly CopyView[]
  /** It has none, and its copy is to be its container from now on. */
  readonly movesTo?: string
  /** It has none, and had one. */
  readonly hadContainer?: true
  /** The name that its container is to have. */
  readonly name: string
  readonly nameHolder?: NameHolder
  /** Absent once its container was started. */
  readonly portHolder?: PortHolder
  /** What a container that does not run refers to and its host has no more, in words: it can't start again. */
  readonly lost?: string
  /** `stale`: present, but its pull policy wants it asked for again. */
  readonly image: 'present' | 'absent' | 'stale' | 'unknown'
  /** What its revision runs, a digest or an id, where the tag means another image on its node by now: then `image` is of this. */
  readonly pinned?: string
  /** An image that it mounts and that is not known to be on its node. */
  readonly lackedMount?: { readonly name: string; readonly state: 'absent' | 'unknown' }
  /** What it waits for, most telling first. */
  readonly needs: readonly Need[]
  /** How its container, which others made and which was adopted, differs from what we would make, in words. */
  readonly differs?: string
  /** Whether its stack was adopted: docker compose may work on its containers as well. */
  readonly isAdopted?: boolean
  /** Others have the name under which its failed container would be kept. */
  readonly failedNameTaken?: true
  /** What stands in the way of its end: dependents that stop first. */
  readonly endNeeds: readonly Need[]
  readonly drift: readonly DriftView[]
  /** Why it is to be restarted because of another: what it depends on was replaced, or what it shares started anew. */
  readonly restartFor?: Need
  /** It runs, and a container by whose name it shares a namespace is not there. */
  readonly joinsUnknown?: boolean
  /** Fields that forced a new container already in this generation: they do so no second time (the fuse). */
  readonly fused: readonly string[]
}
