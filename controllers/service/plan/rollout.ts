import { getCondition } from '../../../api/v1/conditions.ts'
import type { V1RolloutStatus, V1Task } from '../../../api/v1/generated/types.ts'
import { progressDeadline } from '../../../api/v1/progress-deadline.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import type { Course } from '../course.ts'
import { isAtGoal, type Goal } from '../goal.ts'
import { replicaOf, runsAgain } from '../replica.ts'
import { isAway, isReady, type Slot } from '../slots.ts'
import { endingIn, stoppingMs } from './stopping.ts'
import type { ServiceView } from '../view.ts'

/** Where the change to what all tasks are to be stands, over all slots that are wanted. */
export interface Progress {
  /** Slots with a task that is as it is to be, ready for as long as the strategy watches them. */
  readonly available: readonly Slot[]
  /** Slots with such a task that is not available yet, or whose delay still runs, and whose host answers. */
  readonly inWork: readonly Slot[]
  /** Slots that still run others only: of another revision, or of before a restart. */
  readonly dirty: readonly Slot[]
  /** Slots whose new task failed before it was available. */
  readonly failed: readonly Slot[]
  /** Whether the strategy puts up with those: the rollout goes on without them. */
  readonly tolerated: boolean
  /** When the next of them may become available, or its delay is over, ms since the epoch. */
  readonly nextAt?: number
  /**
   * When one moves on by itself next, and when one last did: it has had its time to start or was watched for long enough, or its delay
   * is over; ms since the epoch, infinite and 0 for never. One that fails, and starts again, moves nothing until it is available.
   */
  readonly movesAt: number
  readonly movedAt: number
}

/** Reads the progress of a course off the slots. */
export function progressOf(slots: readonly Slot[], course: Course, now: number): Progress {
  const { strategy, initial } = course
  const firstAt = firstCountsFrom(slots, course)
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
    const availableAt = Math.max(firstAt, countsFrom(task, course))
    const doneAt = availableAt + (initial || slot.live.length + slot.retiring.length === 0 ? 0 : strategy.delayMs)
    if (availableAt <= now) available.push(slot)
    else if (hasFailed(task, course) && untoldUntil(task) <= now) failed.push(slot)
    if (doneAt > now && takesPlace(slot)) inWork.push(slot)
    const turns = turnsOf(task, { availableAt, doneAt }, now)
    nextAt = Math.min(nextAt, turns.next)
    if (isFailing(task, availableAt, now)) continue
    movesAt = Math.min(movesAt, turns.next)
    movedAt = Math.max(movedAt, turns.last)
  }
  const tolerated =
    strategy.failureAction === 'Continue' || failed.length / Math.max(1, slots.length) <= strategy.maxFailureRatio
  return {
    available,
    inWork,
    dirty,
    failed,
    tolerated,
    movesAt,
    movedAt,
    ...(Number.isFinite(nextAt) ? { nextAt } : {}),
  }
}

/** From when one of the tasks has come up, and may count, ms since the epoch; 0 where that is not watched, or none is ready yet. */
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

/** The next and the last of the times at which something is due for a task, ms since the epoch; that it became available the number of those tells. */
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

/** The slots that failed, and that the rollout goes on without. */
export function givenUp({ failed, tolerated }: Progress): readonly Slot[] {
  return tolerated ? failed : []
}

/**
 * From when a task counts, ms since the epoch. What has ended well can't fail any more; one that is to end counts not before, and
 * one that is changed in place not before that is done. One that ends just now is to run for as long again.
 */
function countsFrom(task: V1Task, { ends, watchMs, dying }: Course): number {
  const { readySince = Number.POSITIVE_INFINITY, completed, changing } = replicaOf(task)
  if (changing || dying?.has(task.metadata.name)) return Number.POSITIVE_INFINITY
  if (completed) return readySince
  return ends ? Number.POSITIVE_INFINITY : readySince + watchMs
}

/** So long the engine has to tell how a container ended that it restarted: why a rollout failed is said once. */
const UNTOLD_MS = 1_000

function untoldUntil(task: V1Task): number {
  const { movedAt, untold } = replicaOf(task)
  return untold ? movedAt + UNTOLD_MS : 0
}

/** What ran before, and what has nothing to fall back to, is given more than an update; what is there to end the attempts that it says itself. */
function hasFailed(task: V1Task, { initial, proven, ends }: Pick<Course, 'initial' | 'proven' | 'ends'>): boolean {
  const { failed, hasAttemptsLeft } = replicaOf(task)
  if (ends && hasAttemptsLeft) return false
  return initial || proven ? failed.initial : failed.update
}

/**
 * When the rollout fails for want of progress, ms since the epoch; never while a task in work waits for another service or for its host,
 * where none is in work any task, or one that is there to end works. What passes by itself, as the time in which an old task stops and a new one starts or is
 * watched, and the delay after it, is none without progress.
 */
export function deadlineOf(
  view: ServiceView,
  rollout: V1RolloutStatus,
  { course, progress }: { readonly course: Course; readonly progress: Progress },
): number {
  const concerned = progress.inWork.length > 0 ? progress.inWork.flatMap(reached) : view.tasks
  const waits = concerned.some((task) => replicaOf(task).heldUp)
  if (waits) return Number.POSITIVE_INFINITY
  const movedAt = Math.max(Date.parse(rollout.progressedAt ?? '') || view.now, lastAtWork(view))
  const { movesAt } = progress
  const since = Math.max(
    movedAt + stoppingMs(progress, endingIn(view, course.strategy)),
    Number.isFinite(movesAt) ? movesAt : 0,
  )
  return since + progressDeadline(view.service.spec) * 1000
}

/** What one that is there to end worked for is no progress any more once it has failed so often, where it does not say itself how often it may. */
const TRIES = 3

/** It starts again by itself, after its delay. */
const BETWEEN_ATTEMPTS: ReadonlySet<string> = new Set([
  ...[taskReasons.restarting, taskReasons.crashLoop, taskReasons.unhealthy],
])

/** Whether a task that is there to end works, or does so again by itself. */
export function isAtWork(task: V1Task): boolean {
  const { phase, reason = '' } = task.status ?? {}
  return phase === 'Running' || (replicaOf(task).hasAttemptsLeft && BETWEEN_ATTEMPTS.has(reason))
}

/** Until when a task that is there to end was at work, ms since the epoch: infinite while one is, 0 where none is. */
function lastAtWork({ toEnd, tasks }: ServiceView): number {
  let last = 0
  for (const task of toEnd ? tasks : []) {
    if (isAtWork(task)) return Number.POSITIVE_INFINITY
    const { restarts = 0, conditions } = task.status ?? {}
    const ready =
      restarts < TRIES || replicaOf(task).hasAttemptsLeft ? getCondition(conditions, conditionTypes.ready) : undefined
    last = Math.max(last, Date.parse(ready?.lastTransitionTime ?? '') || 0)
  }
  return last
}

/** Whether others wait for a slot: where its old task was stopped already, the new one may have failed on a host that fell silent. */
function takesPlace(slot: Slot): boolean {
  return slot.live.length < 2 || !isAway(slot)
}

/** The tasks of a slot that can be worked on; all where none can. */
function reached({ live }: Slot): readonly V1Task[] {
  const there = live.filter((task) => !replicaOf(task).unreached)
  return there.length > 0 ? there : live
}

/**
 * When the rollout last moved on, ms since the epoch: a slot was begun or became available, its delay was over, bytes were pulled, a
 * step was built, a container started. That one which failed starts again moves nothing.
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

/** Whether the update waits with its first task: these controllers are replaced when everything else is as it is to be. */
export function isLastOfAll({ ourselves }: ServiceView, { dirty, inWork }: Progress): boolean {
  return ourselves?.waitsFor !== undefined && dirty.length > 0 && inWork.length === 0
}

/** Whether these controllers still run in a task that is to be replaced: not before a successor has taken over has it proven itself. */
export function isToHandOver({ ourselves, tasks }: ServiceView, goal: Goal): boolean {
  const own = tasks.find(({ metadata }) => metadata.name === ourselves?.task)
  return own !== undefined && !isAtGoal(own, goal)
}

/** The sentence that says why slots failed: the first of them, with its task's own words. */
export function failureOf(progress: Progress, goal: Goal): string {
  const [first] = progress.failed
  const task = first && successorIn(first, goal)
  if (!task) return 'a task failed'
  const lines = task.status?.lastLogLines ?? []
  const logs = lines.length > 0 ? `; its last words: ${lines.slice(-3).join(' | ')}` : ''
  return `task ${task.metadata.name}: ${failureIn(task)}${logs}`
}

/** The engine restarts faster than anybody reads: what counts is how it ended, not that it runs again. */
function failureIn({ status = {} }: V1Task): string {
  const { message = 'failed', exitCode, lastFailure } = status
  if (!runsAgain(status)) return message
  if (lastFailure !== undefined) return `${lastFailure}; it was restarted`
  return `${exitCode === undefined ? 'it ended' : `it exited with ${exitCode}`} and was restarted`
}

/**
 * The old tasks of a slot whose successor takes over. Stop-first: it only waits for that, or is ready. Start-first: it
 * has been ready for as long as it is watched, so that one that fails meanwhile costs nothing (S10). One that has no container and
 * waits for what the new one may not need runs nothing that could be lost: it would keep what was taken out of the files.
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

/** The task of a slot that is what its rollout leads to; of several, as where a drain is called off, one that does well. */
export function successorIn(slot: Slot, goal: Goal): V1Task | undefined {
  let found: V1Task | undefined
  for (const task of slot.live) {
    if (!isAtGoal(task, goal)) continue
    if (isReady(task)) return task
    found ??= task
  }
  return found
}
