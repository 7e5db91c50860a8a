import type { V1Service, V1ServiceStatus, V1Task } from '../../api/v1/generated/types.ts'
import { mayEnd } from './ended.ts'
import { isAtGoal, type Goal } from './goal.ts'
import type { Slot } from './slots.ts'
import { MONITOR_MS, strategyOfView, type Strategy } from './strategy.ts'
import type { ServiceView } from './view.ts'

/** What one pass works towards: the goal, and how to get there. */
export interface Course extends Goal {
  readonly strategy: Strategy
  /** A first deployment: no task of another revision exists or existed, so there is nothing to keep running. */
  readonly initial: boolean
  /** How long a new task must stay ready before it counts as available, in ms. */
  readonly watchMs: number
  /** How long the first task of a new revision must stay ready before any counts, in ms, where no health check tells. */
  readonly firstMs: number
  readonly rollingBack: boolean
  /** When the rollout began, ms since the epoch; 0 for one that is yet to begin. */
  readonly begunAt: number
  /** The revision completed a rollout before. Its failing tasks are waited for, as there is nothing better to go back to. */
  readonly proven: boolean
  /** Ready tasks, by name, whose container has ended: they no longer count. */
  readonly dying: ReadonlySet<string> | undefined
  /** Tasks of other revisions are neither replaced nor updated. */
  readonly frozen: boolean
  /** Its tasks are meant to end and count once they completed: a running one may still fail. */
  readonly ends: boolean
  /** A task that ended with 0 within this time of its start failed, where tasks of before run on, ms; 0 where it may end. */
  readonly mustRunMs: number
  /**
   * Rollouts are paused: no further slot is begun, those begun are finished, and failed tasks are healed. Never true for a first
   * deployment, which replaces nothing.
   */
  readonly held: boolean
}

/** Chooses the course of a pass: back to the last good revision where the update failed and is rolled back, else on to the target. */
export function courseOf(view: ServiceView, slots: readonly Slot[]): Course {
  const { status = {} } = view.service
  const { revision, rollingBack, failedBefore } = leadsTo(view)
  const goal: Goal = { revision, restart: view.restart }
  const isOther = (task: V1Task) => !isAtGoal(task, goal)
  const others = slots.some((slot) => slot.live.some(isOther) || slot.retiring.some(isOther))
  const initial =
    !others &&
    view.restart === undefined &&
    (status.currentRevision === undefined || status.currentRevision === revision) &&
    !rollingBack
  const strategy = strategyOfView(view, rollingBack)
  const firstMs = firstMsOf(view.service, { revision, isAlone: slots.length === 1 })
  const proven = status.currentRevision === revision
  return {
    ...goal,
    strategy,
    initial,
    watchMs: initial ? watchOfFirst(view.service) : strategy.monitorMs,
    firstMs,
    rollingBack,
    begunAt: begunAtOf(view, goal),
    dying: view.dying,
    proven,
    ends: view.toEnd === true,
    mustRunMs: proven || mayEnd(view) ? 0 : mustRunOf(view.service, strategy),
    held: view.held !== undefined && !initial,
    frozen: failedBefore && !rollingBack,
  }
}

/** As long as it says that its tasks are watched. Where it does not say, longer than engines take to start what ends at once. */
function mustRunOf({ spec: { updateStrategy } }: V1Service, { monitorMs }: Strategy): number {
  return updateStrategy?.monitorSeconds === undefined ? MONITOR_MS : monitorMs
}

const UNDER_WAY: ReadonlySet<string | undefined> = new Set(['Progressing', 'RollingBack', 'Paused', 'Stalled'])

function begunAtOf({ service: { status = {} } }: ServiceView, { revision, restart }: Goal): number {
  const { state, startedAt = '', restartedAt, ...rollout } = status.rollout ?? {}
  const isOfThis = rollout.revision === revision && (restart === undefined || restart === restartedAt)
  return isOfThis && UNDER_WAY.has(state) ? Date.parse(startedAt) || 0 : 0
}

/** The revision that a rollout leads to: the last good one where the update failed and is rolled back, else the target. */
export function leadsTo({ service: { status = {} }, target }: Pick<ServiceView, 'service' | 'target'>): {
  readonly revision: string
  readonly rollingBack: boolean
  /** The update to the target failed. */
  readonly failedBefore: boolean
} {
  const wanted = target?.hash ?? ''
  const failedBefore = status.stalledHash === wanted
  const rollingBack = failedBefore && isRollback(status)
  return { revision: (rollingBack ? status.currentRevision : undefined) ?? wanted, rollingBack, failedBefore }
}

/**
 * How long each task of a first deployment is watched, ms: 0 unless `monitorSeconds` is declared, as nothing ran before that a failure
 * could cost.
 */
export function watchOfFirst({ spec, status = {} }: V1Service): number {
  return status.currentRevision === undefined ? (spec.updateStrategy?.monitorSeconds ?? 0) * 1000 : 0
}

/** Tasks that crash at startup mostly do so within this time, and all alike: watching one of them is enough. */
const FIRST_MS = 500

/**
 * How long the first task of a revision is watched, ms: not where the service says itself how long, nor where the revision was rolled out
 * before, nor in an update of a single task, where no other could be spared.
 */
export function firstMsOf(
  { spec, status: { currentRevision } = {} }: V1Service,
  { revision, isAlone }: { readonly revision: string; readonly isAlone: boolean },
): number {
  if (spec.updateStrategy?.monitorSeconds !== undefined || currentRevision === revision) return 0
  return currentRevision !== undefined && isAlone ? 0 : FIRST_MS
}

/** Whether a rollout failed and was neither retried nor rolled back: what ran before goes on, and its tasks are not replaced. */
export function isLeftFailed({ status = {} }: V1Service): boolean {
  const { stalledHash, updateRevision = stalledHash } = status
  return stalledHash !== undefined && stalledHash === updateRevision && !isRollback(status)
}

/** Whether the rollout leads back to the current revision, in any state: a rollback may also be paused, or stalled on a failing task. */
function isRollback({ currentRevision, rollout }: V1ServiceStatus): boolean {
  return currentRevision !== undefined && rollout?.revision === currentRevision
}
