import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import { progressDeadline } from '../../api/v1/progress-deadline.ts'
import { isJob } from '../../api/v1/service-mode.ts'
import type { Course } from './course.ts'
import { isAtGoal, type Goal } from './goal.ts'
import { replicaOf, runsAgain } from './replica.ts'
import { isReady, type Slot } from './slots.ts'
import type { ServiceView } from './view.ts'

/** Where the change to what all tasks are to be stands, over all slots that are wanted. */
export interface Progress {
  /** Slots with a task that is as it is to be, ready for as long as the strategy watches them. */
  readonly available: readonly Slot[]
  /** Slots with such a task that is not available yet, or whose delay still runs. */
  readonly inWork: readonly Slot[]
  /** Slots that still run others only: of another revision, or of before a restart. */
  readonly dirty: readonly Slot[]
  /** Slots whose new task failed before it was available. */
  readonly failed: readonly Slot[]
  /** When the next of them may become available, ms since the epoch. */
  readonly nextAt?: number
}

/** Reads the progress of a course off the slots. */
export function progressOf(slots: readonly Slot[], course: Course, now: number): Progress {
  const { strategy, initial, ends, watchMs } = course
  const available: Slot[] = []
  const inWork: Slot[] = []
  const dirty: Slot[] = []
  const failed: Slot[] = []
  let nextAt = Number.POSITIVE_INFINITY
  for (const slot of slots) {
    const task = successorIn(slot, course)
    if (!task) {
      if (slot.live.length > 0) dirty.push(slot)
      continue
    }
    const availableAt = countsFrom(task, ends ? Number.POSITIVE_INFINITY : watchMs)
    const doneAt = availableAt + (initial || slot.live.length + slot.retiring.length === 0 ? 0 : strategy.delayMs)
    if (availableAt <= now) available.push(slot)
    else if (hasFailed(task, course) && untoldUntil(task) <= now) failed.push(slot)
    if (doneAt > now) {
      inWork.push(slot)
      nextAt = Math.min(nextAt, ...[availableAt, doneAt, untoldUntil(task)].filter((at) => at > now))
    }
  }
  return { available, inWork, dirty, failed, ...(Number.isFinite(nextAt) ? { nextAt } : {}) }
}

/** From when a task counts, ms since the epoch. What has ended well can't fail any more; one that is to end counts not before. */
function countsFrom(task: V1Task, watchMs: number): number {
  const { readySince = Number.POSITIVE_INFINITY, completed } = replicaOf(task)
  return completed ? readySince : readySince + watchMs
}

/** So long the engine has to tell how a container ended that it restarted: why a rollout failed is said once. */
const UNTOLD_MS = 1_000

function untoldUntil(task: V1Task): number {
  const { movedAt, untold } = replicaOf(task)
  return untold ? movedAt + UNTOLD_MS : 0
}

/** What ran before, and what has nothing to fall back to, is given more than an update. */
function hasFailed(task: V1Task, { initial, proven }: Pick<Course, 'initial' | 'proven'>): boolean {
  const { failed } = replicaOf(task)
  return initial || proven ? failed.initial : failed.update
}

/** When the rollout fails for want of progress, ms since the epoch; never while a task waits for another service or for its host, or a job works. */
export function deadlineOf(view: ServiceView, rollout: V1RolloutStatus): number {
  const waits = view.tasks.some((task) => replicaOf(task).heldUp)
  const works = isJob(view.service.spec) && view.tasks.some(({ status }) => status?.phase === 'Running')
  if (waits || works) return Number.POSITIVE_INFINITY
  const movedAt = Date.parse(rollout.progressedAt ?? '') || view.now
  return movedAt + progressDeadline(view.service.spec) * 1000
}

/** When the rollout last moved on, ms since the epoch: a slot became available, bytes were pulled, a step was built. */
export function progressedAt(view: ServiceView, rollout: V1RolloutStatus, progress: Progress): number {
  const before = Date.parse(rollout.progressedAt ?? '') || view.now
  const moved = progress.available.length > (rollout.updated ?? 0) ? view.now : before
  return view.tasks.reduce((latest, task) => Math.max(latest, replicaOf(task).movedAt), moved)
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

/** The task of a slot that is what its rollout leads to. */
export function successorIn(slot: Slot, goal: Goal): V1Task | undefined {
  for (const task of slot.live) if (isAtGoal(task, goal)) return task
  return undefined
}
