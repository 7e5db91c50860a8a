import type { V1Service, V1ServiceStatus, V1Task } from '../../api/v1/generated/types.ts'
import { isAtGoal, type Goal } from './goal.ts'
import type { Slot } from './slots.ts'
import { strategyOfView, type Strategy } from './strategy.ts'
import type { ServiceView } from './view.ts'

/** What this pass works towards. */
export interface Course extends Goal {
  readonly strategy: Strategy
  /** Nothing of another revision runs, nor ran: there is nothing to spare. */
  readonly initial: boolean
  /** How long a ready task must stay so before it counts, in ms. */
  readonly watchMs: number
  /** How long the first of its tasks must stay ready before any counts, in ms, where nothing checks it. */
  readonly firstMs: number
  readonly rollingBack: boolean
  /** The revision ran whole before: what fails of it is waited for, as there is nothing better to go to. */
  readonly proven: boolean
  /** The names of tasks that count no more, as their containers have ended. */
  readonly dying: ReadonlySet<string> | undefined
  /** Slots of other revisions are left alone. */
  readonly frozen: boolean
  /** Its tasks are to end, and count once they have: one that runs may still fail. */
  readonly ends: boolean
  /** No further slot is begun with; those that were are finished, and what fails is healed. A first deployment replaces nothing. */
  readonly held: boolean
}

/** The course of a pass: back to the last good revision after a failure that says so, else on to the target. */
export function courseOf(view: ServiceView, slots: readonly Slot[]): Course {
  const { status = {} } = view.service
  const wanted = view.target?.hash ?? ''
  const failedBefore = status.stalledHash === wanted
  const rollingBack = failedBefore && isRollback(status)
  const revision = (rollingBack ? status.currentRevision : undefined) ?? wanted
  const goal: Goal = { revision, restart: view.restart }
  const isOther = (task: V1Task) => !isAtGoal(task, goal)
  const others = slots.some((slot) => slot.live.some(isOther) || slot.retiring.some(isOther))
  const initial =
    !others &&
    view.restart === undefined &&
    (status.currentRevision === undefined || status.currentRevision === revision) &&
    !rollingBack
  const strategy = strategyOfView(view, rollingBack)
  return {
    ...goal,
    strategy,
    initial,
    watchMs: initial ? watchOfFirst(view.service) : strategy.monitorMs,
    firstMs: firstMsOf(view.service, initial),
    rollingBack,
    dying: view.dying,
    proven: status.currentRevision === revision,
    ends: view.toEnd === true,
    held: view.held !== undefined && !initial,
    frozen: view.paused !== undefined || (failedBefore && !rollingBack),
  }
}

/** Each task of a first deployment is watched where that is asked for in so many words: nothing ran before that could be spared. */
function watchOfFirst({ spec, status = {} }: V1Service): number {
  return status.currentRevision === undefined ? (spec.updateStrategy?.monitorSeconds ?? 0) * 1000 : 0
}

/** How long the first task of a service that was never rolled out is watched, in ms. */
export function firstWatchMs(service: V1Service): number {
  return Math.max(watchOfFirst(service), firstMsOf(service, true))
}

/** What crashes at once has done so by then, and does so in each of its tasks: one of them tells. */
const FIRST_MS = 500

function firstMsOf({ spec, status = {} }: V1Service, initial: boolean): number {
  const isWatched = spec.updateStrategy?.monitorSeconds !== undefined
  return initial && !isWatched && status.currentRevision === undefined ? FIRST_MS : 0
}

/** Whether a rollout failed and is left so: what ran before goes on, and its tasks are not replaced. One that was undone is over. */
export function isLeftFailed({ status = {} }: V1Service): boolean {
  const { stalledHash, updateRevision = stalledHash } = status
  return stalledHash !== undefined && stalledHash === updateRevision && !isRollback(status)
}

/** Whatever its state: a rollback that was paused, or waits for a task that fails, is one. */
function isRollback({ currentRevision, rollout }: V1ServiceStatus): boolean {
  return currentRevision !== undefined && rollout?.revision === currentRevision
}
