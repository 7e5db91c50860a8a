import type { V1Revision, V1Service, V1Task, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Take } from '../adoption/view.ts'
import type { Pause } from '../holds/pause.ts'
import type { Stop } from '../holds/stop.ts'
import type { Forsaken } from './plan/forsaken.ts'
import type { RolloutPause } from './rollout-pause.ts'
import type { UnknownContents } from './observe/unknown-contents.ts'

/** What the service's spec comes to, now: the template with its build's tag, and what its secrets hold. */
export interface Target {
  /** The revision's name: a hash of all that follows. */
  readonly hash: string
  readonly template: V1TaskTemplate
  /** Keyed content hash by `Kind/name`. */
  readonly contents: Readonly<Record<string, string>>
  /** What its image's tag means: a digest or an id. Absent: what it means where its first container is made. */
  readonly image?: string
}

/** A container of this service that no Task stands for: storage was lost, or another machine made it. */
export interface AdoptableContainer {
  readonly task: string
  readonly slot: number
  readonly revision: string
  readonly node: string
  /** The engine's id. */
  readonly id: string
  /** Where it has its Secrets and Configs, by their path in it, if not where we would put them. */
  readonly paths?: Readonly<Record<string, string>>
  /** Why it goes from the start: another task has its place. */
  readonly superseded?: string
  /** Why it is not known whether it goes. */
  readonly undecided?: string
  /** The tasks of its place that have no container: it goes on in their stead. */
  readonly outruns?: readonly string[]
  /** Others made it, and it was taken to be stopped, as more were made than are wanted. */
  readonly surplus?: true
}

/** That these controllers themselves run in a container of the service. */
export interface OurselvesView {
  /** The task of that container. */
  readonly task: string
  /** Another service, as `stack/name`, that is not yet as it is to be: these controllers are replaced last of all. */
  readonly waitsFor?: string
}

/** What the service loop knows of one service when it decides. Read once, never changed. */
export interface ServiceView {
  readonly service: V1Service
  readonly tasks: readonly V1Task[]
  readonly revisions: readonly V1Revision[]
  /** Absent while the content of a secret or config is not known; then nothing is made or replaced. */
  readonly target?: Target
  /** What is not known of them. */
  readonly unknown?: UnknownContents
  /** Nodes that may run it, for the Global modes. */
  readonly nodes: readonly string[]
  /** Why there is none, in words. */
  readonly nowhere?: string
  readonly adoptable: readonly AdoptableContainer[]
  /** What others made and is to be ours; absent: it was not looked for. */
  readonly takes?: readonly Take[]
  /** Whether another service declares this container name. */
  readonly isClaimed: (containerName: string) => boolean
  /** Whether a task of `from` becomes one of `to` without a new container. */
  readonly inPlace: (from: V1TaskTemplate, to: V1TaskTemplate) => boolean
  /** Where the containers of live tasks run, by name, whose nodes have none of them; absent: there are none. */
  readonly astray?: ReadonlyMap<string, string>
  /** What becomes of live tasks, by name, that can't go on where they are; absent: there are none, or they stay where their data is. */
  readonly forsaken?: ReadonlyMap<string, Forsaken>
  /** The names of those that are to leave their nodes, each with what is the matter with its node, in words; absent: none. */
  readonly moving?: ReadonlyMap<string, string>
  /** What to say of tasks that stay where the placement forbids it; absent: there are none. */
  readonly misplaced?: string
  /** Why a task stays whose node is lost, or is not to have it, by its name; absent: there is none. */
  readonly staying?: ReadonlyMap<string, string>
  /** The names of ready tasks whose containers have ended since, which their own loops do not know yet; while it rolls out. */
  readonly dying?: ReadonlySet<string>
  /** It is there to end: its tasks count once they have, and what one did is not done again by the way. */
  readonly toEnd?: true
  /** Nothing is done: how it stands is only said. */
  readonly onlyLooks?: true
  /** A command alone works on it, and tells how it goes from now on. */
  readonly byCommand?: true
  /** Whether somebody asked for a failed rollout to begin anew. */
  readonly retry: boolean
  /** The restart that it is in; absent: none. */
  readonly restart?: string
  /** Absent for all services but the one that these controllers run in. */
  readonly ourselves?: OurselvesView
  /** Absent when nobody paused it. */
  readonly paused?: Pause
  /** Absent when nobody paused its rollouts. */
  readonly held?: RolloutPause
  /** Absent when nobody stopped it. */
  readonly stopped?: Stop
  /** Milliseconds since the epoch. */
  readonly now: number
}
