import type { V1RolloutStatus, V1Task, V1TaskStatus } from '../../api/v1/generated/types.ts'
import { nodeHoldReasons, taskReasons } from '../../api/v1/reasons.ts'
import { isReady, readySince, type Slot, isJob } from './slots.ts'
import type { Strategy } from './strategy.ts'
import type { ServiceView } from './view.ts'

/** Where the change to one revision stands, over all slots that are wanted. */
export interface Progress {
  /** Slots that run the revision, ready for as long as the strategy watches them. */
  readonly available: readonly Slot[]
  /** Slots with a task of the revision that is not available yet, or whose delay still runs. */
  readonly inWork: readonly Slot[]
  /** Slots that still run another revision only. */
  readonly dirty: readonly Slot[]
  /** Slots whose task of the revision failed before it was available. */
  readonly failed: readonly Slot[]
  /** When the next of them may become available, ms since the epoch. */
  readonly nextAt?: number
}

/** Reads the progress of `revision` off the slots. */
export function progressOf(
  slots: readonly Slot[],
  revision: string,
  options: { strategy: Strategy; now: number; initial: boolean },
): Progress {
  const { strategy, now, initial } = options
  const watchMs = initial ? 0 : strategy.monitorMs
  const available: Slot[] = []
  const inWork: Slot[] = []
  const dirty: Slot[] = []
  const failed: Slot[] = []
  let nextAt = Number.POSITIVE_INFINITY
  for (const slot of slots) {
    const task = successorIn(slot, revision)
    if (!task) {
      if (slot.live.length > 0) dirty.push(slot)
      continue
    }
    const since = readySince(task)
    const isOver = task.status?.phase === 'Completed' // what has ended well can't fail any more
    const availableAt = since === undefined ? Number.POSITIVE_INFINITY : since + (isOver ? 0 : watchMs)
    const doneAt = availableAt + (initial || slot.live.length + slot.retiring.length === 0 ? 0 : strategy.delayMs)
    if (availableAt <= now) available.push(slot)
    else if (hasFailed(task, initial)) failed.push(slot)
    if (doneAt > now) {
      inWork.push(slot)
      nextAt = Math.min(nextAt, availableAt > now ? availableAt : doneAt)
    }
  }
  return { available, inWork, dirty, failed, ...(Number.isFinite(nextAt) ? { nextAt } : {}) }
}

/**
 * Whether a new task counts as failed. In an update any failure within the watched time does; a first deployment is given
 * the restarts that a slow dependency costs, until it is a crash loop. A registry that does not answer is no failure: the
 * deadline sees to it.
 */
function hasFailed(task: V1Task, initial: boolean): boolean {
  const { phase, reason, restarts = 0, failures = 0, healthy } = task.status ?? {}
  if (phase === 'Failed') return true
  if (reason === taskReasons.pullFailed || reason === taskReasons.pulling) return false
  if (reason === taskReasons.imageMissing && failures > 0) return true
  if (initial) return failures >= 3
  return restarts > 0 || failures > 0 || healthy === 'False'
}

/** Reasons of tasks that nothing of theirs brings forward. */
const heldUp: ReadonlySet<string> = new Set([
  ...[taskReasons.waitingForDependency, taskReasons.engineFailing],
  ...nodeHoldReasons,
])

/** When the rollout fails for want of progress, ms since the epoch; never while a task waits for another service or for its host, or a job works. */
export function deadlineOf(view: ServiceView, rollout: V1RolloutStatus): number {
  const waits = view.tasks.some((task) => heldUp.has(task.status?.reason ?? ''))
  const works = isJob(view.service) && view.tasks.some(({ status }) => status?.phase === 'Running')
  if (waits || works) return Number.POSITIVE_INFINITY
  const movedAt = Date.parse(rollout.progressedAt ?? '') || view.now
  return movedAt + (view.service.spec.progressDeadlineSeconds ?? 300) * 1000
}

/** When the rollout last moved on, ms since the epoch: a slot became available, bytes were pulled, a step was built. */
export function progressedAt(view: ServiceView, rollout: V1RolloutStatus, progress: Progress): number {
  const before = Date.parse(rollout.progressedAt ?? '') || view.now
  const moved = progress.available.length > (rollout.updated ?? 0) ? view.now : before
  return view.tasks.reduce((latest, task) => Math.max(latest, taskProgress(task)), moved)
}

const progresses = new WeakMap<V1TaskStatus, number>()

/** Each pass asks it of all tasks, so that the times of one status are read once. */
function taskProgress({ status }: V1Task): number {
  if (!status) return 0
  const known = progresses.get(status)
  if (known !== undefined) return known
  const at = Math.max(Date.parse(status.progressedAt ?? '') || 0, Date.parse(status.startedAt ?? '') || 0)
  progresses.set(status, at)
  return at
}

/** The sentence that says why slots failed: the first of them, with its task's own words. */
export function failureOf(progress: Progress, revision: string): string {
  const [first] = progress.failed
  const task = first?.live.find((candidate) => candidate.spec.revision === revision)
  if (!task) return 'a task failed'
  const lines = task.status?.lastLogLines ?? []
  const logs = lines.length > 0 ? `; its last words: ${lines.slice(-3).join(' | ')}` : ''
  return `task ${task.metadata.name}: ${failureIn(task)}${logs}`
}

/** The engine restarts faster than anybody reads: what counts is how it ended, not that it runs again. */
function failureIn({ status = {} }: V1Task): string {
  const { phase, message = 'failed', exitCode, restarts = 0, failures = 0 } = status
  const runsAgain = restarts > 0 || (failures > 0 && phase === 'Running')
  if (phase === 'Failed' || !runsAgain) return message
  return `${exitCode === undefined ? 'it ended' : `it exited with ${exitCode}`} and was restarted`
}

/**
 * The old tasks of a slot whose successor takes over. Stop-first: it only waits for the name, or is ready. Start-first: it
 * has been ready for as long as it is watched, so that one that fails meanwhile costs nothing (S10).
 */
export function replaceable(
  slot: Slot,
  revision: string,
  may: { readonly bePrepared: boolean; readonly beReady: boolean },
): readonly V1Task[] {
  const successor = successorIn(slot, revision)
  if (!successor) return []
  const takesOver = (may.bePrepared && isPrepared(successor)) || (may.beReady && isReady(successor))
  return takesOver ? slot.live.filter((task) => task !== successor) : []
}

/** The task of a slot that a revision leads to. */
export function successorIn(slot: Slot, revision: string): V1Task | undefined {
  for (const task of slot.live) if (task.spec.revision === revision) return task
  return undefined
}

/** Whether a task has everything but its predecessor's name. */
export function isPrepared({ status }: V1Task): boolean {
  return status?.reason === taskReasons.waitingForPredecessor
}
