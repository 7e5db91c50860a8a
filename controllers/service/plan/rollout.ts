import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1RolloutStatus, V1Task } from '../../../api/v1/generated/types.ts'
import { progressDeadline } from '../../../api/v1/progress-deadline.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import type { Course } from '../course.ts'
import { isAtGoal, type Goal } from '../goal.ts'
import { replicaOf, runsAgain } from '../replica.ts'
import { isAway, isReady, type Slot } from '../slots.ts'
import { earlyEnds, ENDED_EARLY } from './early-ends.ts'
import { endingIn, stoppingMs } from './stopping.ts'
import type { Strategy } from '../strategy.ts'
import type { ServiceView } from '../view.ts'

/** How far a rollout is, over all wanted slots. */
export interface Progress {
  /** Slots with a task at the goal that was ready for the watched time. */
  readonly available: readonly Slot[]
  /** Slots with such a task that is not available yet, or whose delay still runs, and whose host answers. */
  readonly inWork: readonly Slot[]
  /** Slots with tasks of another revision, or from before a restart, and none at the goal. */
  readonly dirty: readonly Slot[]
  /** Slots whose new task failed before it was available. */
  readonly failed: readonly Slot[]
  /** Whether the strategy tolerates the failed slots and goes on without them. */
  readonly tolerated: boolean
  /** When the next slot may become available, or its delay ends, ms since the epoch. */
  readonly nextAt?: number
  /**
   * When some slot next moves on by itself, and when one last did, ms since the epoch: its startup time or watched time is over, or its
   * delay. Infinity and 0 for never. A task that fails and restarts does not count until it is available.
   */
  readonly movesAt: number
  readonly movedAt: number
}

/** Computes the progress of a course from the slots. */
export function progressOf(slots: readonly Slot[], course: Course, now: number): Progress {
  const { strategy, initial } = course
  const firstAt = firstCountsFrom(slots, course)
  const endsEarly = earlyEnds(slots, course)
  const fails = (task: V1Task) => endsEarly(task) || (hasFailed(task, course) && untoldUntil(task) <= now)
  const countsAt = (task: V1Task) => (endsEarly(task) ? Number.POSITIVE_INFINITY : countsFrom(task, course))
  const available: Slot[] = []
  const inWork: Slot[] = []
  const dirty: Slot[] = []
  const failed: Slot[] = []
  let [nextAt, movesAt, movedAt] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0]
  for (const slot of slots) {
    const task = successorIn(slot, course)
    if (!task) {
      if (slot.live.length > 0) dirty.push(slot)
      continue
    }
    const availableAt = Math.max(firstAt, countsAt(task))
    const doneAt = availableAt + (initial || wasReady(task, course) ? 0 : strategy.delayMs)
    if (availableAt <= now) available.push(slot)
    else if (fails(task)) failed.push(slot)
    if (doneAt > now && takesPlace(slot)) inWork.push(slot)
    const turns = turnsOf(task, { availableAt, doneAt }, now)
    nextAt = Math.min(nextAt, turns.next)
    if (isFailing(task, availableAt, now)) continue
    movesAt = Math.min(movesAt, turns.next)
    movedAt = Math.max(movedAt, turns.last)
  }
  return {
    available,
    inWork,
    dirty,
    failed,
    tolerated: isTolerated(failed, slots, strategy),
    movesAt,
    movedAt,
    ...(Number.isFinite(nextAt) ? { nextAt } : {}),
  }
}

function isTolerated(
  failed: readonly Slot[],
  slots: readonly Slot[],
  { failureAction, maxFailureRatio }: Strategy,
): boolean {
  return failureAction === 'Continue' || failed.length / Math.max(1, slots.length) <= maxFailureRatio
}

/** From when tasks may count, as the first one has come up, ms since the epoch; 0 where that is not watched, or none is ready yet. */
function firstCountsFrom(slots: readonly Slot[], course: Course): number {
  if (course.firstMs === 0) return 0
  const from = slots.map((slot): number => {
    const task = successorIn(slot, course)
    if (!task || course.dying?.has(task.metadata.name)) return Number.POSITIVE_INFINITY
    const { readySince = Number.POSITIVE_INFINITY, needsNoWatch } = replicaOf(task)
    return needsNoWatch ? readySince : readySince + course.firstMs
  })
  const first = Math.min(...from)
  return Number.isFinite(first) ? first : 0
}

function isFailing(task: V1Task, availableAt: number, now: number): boolean {
  return replicaOf(task).failed.update && availableAt > now
}

/**
 * The next and the last time at which something is due for a task, ms since the epoch. `last` leaves availability out, as `available` tells
 * that.
 */
function turnsOf(
  task: V1Task,
  { availableAt, doneAt }: { readonly availableAt: number; readonly doneAt: number },
  now: number,
): { readonly next: number; readonly last: number } {
  let next = availableAt > now ? availableAt : Number.POSITIVE_INFINITY
  let last = 0
  for (const at of [doneAt > availableAt ? doneAt : 0, untoldUntil(task), replicaOf(task).startsUntil])
    if (at > now) next = Math.min(next, at)
    else last = Math.max(last, at)
  return { next, last }
}

/** The failed slots that the rollout goes on without. */
export function givenUp({ failed, tolerated }: Progress): readonly Slot[] {
  return tolerated ? failed : []
}

/**
 * From when a task counts as available, ms since the epoch. A completed task counts at once, as it can't fail any more. One meant to end
 * counts only once completed. One that is being changed in place, or whose container has just ended, does not count.
 */
function countsFrom(task: V1Task, course: Course): number {
  const { ends, watchMs, dying } = course
  const { readySince = Number.POSITIVE_INFINITY, completed, changing } = replicaOf(task)
  if (changing || dying?.has(task.metadata.name)) return Number.POSITIVE_INFINITY
  if (completed) return readySince
  if (ends) return Number.POSITIVE_INFINITY
  return wasReady(task, course) ? readySince : readySince + watchMs
}

/**
 * Whether a task was ready before the rollout began, as where an update is rolled back that failed in another slot: it needs neither watch
 * nor delay. How long it was ready says nothing, as a new process counts from its own start. So only a revision that was rolled out before
 * counts: the task of another one may have begun a moment ago, where that is wanted again.
 */
function wasReady(task: V1Task, { begunAt, proven }: Course): boolean {
  const { readySince = Number.POSITIVE_INFINITY } = replicaOf(task)
  return proven && readySince <= begunAt
}

/** How long the engine may take to tell how a restarted container ended: the cause of a failed rollout is recorded only once. */
const UNTOLD_MS = 1_000

function untoldUntil(task: V1Task): number {
  const { movedAt, untold } = replicaOf(task)
  return untold ? movedAt + UNTOLD_MS : 0
}

/** A first deployment or rollback tolerates more than an update; a task that is meant to end may use up its own attempts. */
function hasFailed(task: V1Task, { initial, proven, ends }: Pick<Course, 'initial' | 'proven' | 'ends'>): boolean {
  const { failed, hasAttemptsLeft } = replicaOf(task)
  if (ends && hasAttemptsLeft) return false
  return initial || proven ? failed.initial : failed.update
}

/**
 * When the rollout fails for lack of progress, ms since the epoch. Infinity while a task in work (or any task, where none is in work) waits
 * for another service or its host, or while a one-shot task works. Time that passes by design does not count: stopping an old task,
 * starting and watching a new one, and the delay.
 */
export function deadlineOf(
  view: ServiceView,
  rollout: V1RolloutStatus,
  { course, progress }: { readonly course: Course; readonly progress: Progress },
): number {
  const { inWork } = progress
  const concerned = inWork.length > 0 ? inWork.flatMap(reached) : view.tasks
  const waits = concerned.some((task) => replicaOf(task).heldUp) || inWork.some(waitsForGrace)
  if (waits) return Number.POSITIVE_INFINITY
  const movedAt = Math.max(Date.parse(rollout.progressedAt ?? '') || view.now, lastAtWork(view))
  const { movesAt } = progress
  const since = Math.max(
    movedAt + stoppingMs(progress, endingIn(view, course.strategy)),
    Number.isFinite(movesAt) ? movesAt : 0,
  )
  return since + progressDeadline(view.service.spec) * 1000
}

/** After this many failures, a one-shot's work is no progress any more, unless it declares its own limit of attempts. */
const TRIES = 3

/** Reasons of a task that restarts by itself after its delay. */
const BETWEEN_ATTEMPTS: ReadonlySet<string> = new Set([
  ...[taskReasons.restarting, taskReasons.crashLoop, taskReasons.unhealthy],
])

/** Whether a one-shot task works, or will work again by itself. */
export function isAtWork(task: V1Task): boolean {
  const { phase, reason = '' } = task.status ?? {}
  return phase === 'Running' || (replicaOf(task).hasAttemptsLeft && BETWEEN_ATTEMPTS.has(reason))
}

/** When a one-shot task last worked, ms since the epoch: Infinity while one does, 0 where none did. */
function lastAtWork({ toEnd, tasks }: ServiceView): number {
  let last = 0
  for (const task of toEnd ? tasks : []) {
    if (isAtWork(task)) return Number.POSITIVE_INFINITY
    const { restarts = 0, excusedRestarts = 0, conditions } = task.status ?? {}
    const ready =
      restarts - excusedRestarts < TRIES || replicaOf(task).hasAttemptsLeft
        ? getCondition(conditions, conditionTypes.ready)
        : undefined
    last = Math.max(last, Date.parse(ready?.lastTransitionTime ?? '') || 0)
  }
  return last
}

/**
 * Whether a slot in work holds up others. Not where its old task is kept on a silent host; where that was stopped already, the new one may
 * have failed before its host fell silent.
 */
function takesPlace(slot: Slot): boolean {
  return slot.live.length < 2 || !isAway(slot)
}

/** Whether the new task of a slot only waits for an old one whose host is silent, and not lost yet: it starts once that is. */
function waitsForGrace({ live, retiring }: Slot): boolean {
  return live.some((task) => replicaOf(task).prepared) && retiring.some((task) => replicaOf(task).unreached)
}

/** The tasks of a slot whose host answers; all of them where none does. */
function reached({ live }: Slot): readonly V1Task[] {
  const there = live.filter((task) => !replicaOf(task).unreached)
  return there.length > 0 ? there : live
}

/**
 * When the rollout last progressed, ms since the epoch: a slot was begun or became available, its delay ended, bytes were pulled, a build
 * step was done, a container started. Restarts of a failed task do not count.
 */
export function progressedAt({ tasks, now }: ServiceView, rollout: V1RolloutStatus, progress: Progress): number {
  const isFurther = progress.available.length > (rollout.updated ?? 0)
  let latest = isFurther ? now : Math.max(Date.parse(rollout.progressedAt ?? '') || now, progress.movedAt)
  for (const task of tasks) {
    const { movedAt, failed } = replicaOf(task)
    if (movedAt > latest && !failed.update) latest = movedAt
  }
  return latest
}

/** Whether the update must wait before its first task: these controllers are replaced only when all other services are done. */
export function isLastOfAll({ ourselves }: ServiceView, { dirty, inWork }: Progress): boolean {
  return ourselves?.waitsFor !== undefined && dirty.length > 0 && inWork.length === 0
}

/** Whether these controllers still run in a task that is to be replaced: a successor has not proven itself before it took over. */
export function isToHandOver({ ourselves, tasks }: ServiceView, goal: Goal): boolean {
  const own = tasks.find(({ metadata }) => metadata.name === ourselves?.task)
  return own !== undefined && !isAtGoal(own, goal)
}

/** Why slots failed, in words: the first of them, with its task's own message and last log lines. */
export function failureOf(progress: Progress, goal: Goal): string {
  const [first] = progress.failed
  const task = first && successorIn(first, goal)
  if (!task) return 'a task failed'
  const lines = task.status?.lastLogLines ?? []
  const logs = lines.length > 0 ? `; its last words: ${lines.slice(-3).join(' | ')}` : ''
  return `task ${task.metadata.name}: ${failureIn(task)}${logs}`
}

/** The engine may restart a container before anybody looks: the message is about how it ended, not that it runs again. */
function failureIn({ status = {} }: V1Task): string {
  const { message = 'failed', exitCode, lastFailure, phase } = status
  if (phase === 'Completed') return ENDED_EARLY
  if (!runsAgain(status)) return message
  if (lastFailure !== undefined) return `${lastFailure}; it was restarted`
  return `${exitCode === undefined ? 'it ended' : `it exited with ${exitCode}`} and was restarted`
}

/**
 * The old tasks of a slot that may retire. Stop-first: once the successor is prepared or ready. Start-first: once it was ready for the
 * watched time, so that a failing successor costs nothing (S10). An old task without a container that waits for something the new one may
 * not need retires at any time: nothing runs that could be lost.
 */
export function replaceable(
  slot: Slot,
  goal: Goal,
  may: { readonly bePrepared: boolean; readonly beReady: boolean },
): readonly V1Task[] {
  const successor = successorIn(slot, goal)
  if (!successor) return []
  const takesOver = (may.bePrepared && replicaOf(successor).prepared) || (may.beReady && isReady(successor))
  return slot.live.filter((task) => task !== successor && (takesOver || replicaOf(task).wanting))
}

/** The task of a slot that is at the rollout's goal. Of several, as after a cancelled drain, a ready one. */
export function successorIn(slot: Slot, goal: Goal): V1Task | undefined {
  let found: V1Task | undefined
  for (const task of slot.live) {
    if (!isAtGoal(task, goal)) continue
    if (isReady(task)) return task
    found ??= task
  }
  return found
}
