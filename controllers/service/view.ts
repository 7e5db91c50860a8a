import type { V1Revision, V1Service, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Take } from '../adoption/view.ts'
import type { Pause } from '../holds/pause.ts'
import type { Stop } from '../holds/stop.ts'
import type { InPlace } from '../scheduler/reservations.ts'
import type { Forsaken } from './plan/forsaken.ts'
import type { RolloutPause } from './rollout-pause.ts'
import type { UnknownContents } from './observe/unknown-contents.ts'

/** What a service's spec resolves to now: the template with the tag of its build, and the content of its Secrets and Configs. */
export interface Target {
  /** The revision's name: a hash of all fields below. */
  readonly hash: string
  readonly template: V1TaskTemplate
  /** Keyed content hash by `Kind/name`. */
  readonly contents: Readonly<Record<string, string>>
  /**
   * The digest or id that the image's tag resolved to. Absent: not resolved yet, so the tag means what it means when the first container is
   * made.
   */
  readonly image?: string
}

/** A container of this service without a Task: storage was lost, or another machine made it. */
export interface AdoptableContainer {
  readonly task: string
  readonly slot: number
  readonly revision: string
  readonly node: string
  /** The engine's id. */
  readonly id: string
  /** The paths of its Secrets and Configs inside it, where they differ from ours. */
  readonly paths?: Readonly<Record<string, string>>
  /** Why it is adopted only to be removed: another task has its slot. */
  readonly superseded?: string
  /** Why it is neither adopted nor removed yet. */
  readonly undecided?: string
  /** The tasks of its slot that have no container and retire in its favour. */
  readonly outruns?: readonly string[]
  /** Others made it, and the takeover stopped it: there were more containers than wanted replicas. */
  readonly surplus?: true
}

/** Tells that these controllers run in a container of this service. */
export interface OurselvesView {
  /** The task of that container. */
  readonly task: string
  /** Another service, as `stack/name`, that is still being reconciled: these controllers are replaced last. */
  readonly waitsFor?: string
  /** How often each task of the service ran again, as far as known. */
  readonly restarts?: ReadonlyMap<string, number>
}

/** All that the service loop knows of one service when it plans. An immutable snapshot. */
export interface ServiceView {
  readonly service: V1Service
  readonly tasks: readonly V1Task[]
  readonly revisions: readonly V1Revision[]
  /** Absent while the content of a Secret or Config is unknown; then nothing is created or replaced. */
  readonly target?: Target
  /** Which content is unknown, where `target` is absent for that. */
  readonly unknown?: UnknownContents
  /** The nodes that are to have a task, in the Global modes. */
  readonly nodes: readonly string[]
  /** Why `nodes` is empty, in words. */
  readonly nowhere?: string
  readonly adoptable: readonly AdoptableContainer[]
  /** Containers of others that are to be adopted; absent: not looked for in this pass. */
  readonly takes?: readonly Take[]
  /** Whether some hosts could not be asked for `takes` (`hiddenFromLook`). */
  readonly isPartial?: boolean
  /** What docker compose runs beside it though its stack was adopted, in words; absent: nothing. */
  readonly beside?: string
  /** Whether another service declares this container name. */
  readonly isClaimed: (containerName: string) => boolean
  /** Whether a task with template `from` can be changed to `to` without a new container. */
  readonly inPlace: (from: V1TaskTemplate, to: V1TaskTemplate) => boolean
  /** Why a task can't be changed to `to` on its node, which has not left what that reserves; undefined where it can (`noRoomFor`). */
  readonly noRoom: (task: V1Task, change: InPlace) => string | undefined
  /** Live tasks, by name, whose container was found on this node instead of the one they are bound to; absent: none. */
  readonly astray?: ReadonlyMap<string, string>
  /** Live tasks, by name, that can't go on where they are, and what becomes of each; absent: none, or they stay with their data. */
  readonly forsaken?: ReadonlyMap<string, Forsaken>
  /** Live tasks, by name, that are to leave their nodes, and why, in words; absent: none. */
  readonly moving?: ReadonlyMap<string, string>
  /** The message about tasks that stay on a node that the placement forbids; absent: none. */
  readonly misplaced?: string
  /** Why a task stays though its node is lost, drained or forbidden, by task name; absent: none. */
  readonly staying?: ReadonlyMap<string, string>
  /** When more tasks of lost nodes may get a stand-in, ms since the epoch; absent or Infinity: no time tells. */
  readonly standInsAt?: number
  /** Ready tasks, by name, whose container has ended, which the task loop does not know yet. Empty once a rollout has completed. */
  readonly dying?: ReadonlySet<string>
  /** It is meant to end (isOneShot): its tasks count once they completed, and completed work is not repeated unasked. */
  readonly toEnd?: true
  /** This process only reports status and acts on nothing. */
  readonly onlyLooks?: true
  /** Nor does any other process. */
  readonly isUnattended?: true
  /** A single command works on it, rather than `serve`: it reports how things go from now on. */
  readonly byCommand?: true
  /** Whether somebody asked for a failed rollout to start again. */
  readonly retry: boolean
  /** The id of the restart under way; absent: none. */
  readonly restart?: string
  /** Absent for all services but the one that these controllers run in. */
  readonly ourselves?: OurselvesView
  /** Absent when nobody paused the service. */
  readonly paused?: Pause
  /** Absent when nobody paused its rollouts. */
  readonly held?: RolloutPause
  /** Absent when nobody stopped it. */
  readonly stopped?: Stop
  /** Milliseconds since the epoch. */
  readonly now: number
}
