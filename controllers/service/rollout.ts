import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { isReady, readySince, type Slot } from './slots.ts'
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
    const task = slot.live.find((candidate) => candidate.spec.revision === revision)
    if (!task) {
      if (slot.live.length > 0) dirty.push(slot)
      continue
    }
    const since = readySince(task)
    const availableAt = since === undefined ? Number.POSITIVE_INFINITY : since + watchMs
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
 * Whether a new task counts as failed. In an update any restart within the watched time does; a first deployment is given
 * the restarts that a slow dependency costs, until it is a crash loop.
 */
function hasFailed(task: V1Task, initial: boolean): boolean {
  const { phase, restarts = 0, failures = 0, healthy } = task.status ?? {}
  if (phase === 'Failed') return true
  if (initial) return failures >= 3
  return restarts > 0 || failures > 0 || healthy === 'False'
}

/** Whether a task waits for another service: that time does not count against its deadline. */
function waitsForOthers(task: V1Task): boolean {
  return task.status?.reason === taskReasons.waitingForDependency
}

/** When the rollout last moved on, ms since the epoch: a slot became available, bytes were pulled, a step was built. */
export function progressedAt(view: ServiceView, rollout: V1RolloutStatus, progress: Progress): number {
  const before = Date.parse(rollout.progressedAt ?? rollout.startedAt ?? '') || view.now
  const moved = progress.available.length > (rollout.updated ?? 0) ? view.now : before
  const waiting = view.tasks.some(waitsForOthers) ? view.now : 0
  return view.tasks.reduce((latest, task) => Math.max(latest, taskProgress(task)), Math.max(moved, waiting))
}

function taskProgress({ status }: V1Task): number {
  return Math.max(Date.parse(status?.progressedAt ?? '') || 0, Date.parse(status?.startedAt ?? '') || 0)
}

/** The sentence that says why slots failed: the first of them, with its task's own words. */
export function failureOf(progress: Progress, revision: string): string {
  const [first] = progress.failed
  const task = first?.live.find((candidate) => candidate.spec.revision === revision)
  if (!task) return 'a task failed'
  const lines = task.status?.lastLogLines ?? []
  const logs = lines.length > 0 ? `; its last words: ${lines.slice(-3).join(' | ')}` : ''
  return `task ${task.metadata.name}: ${task.status?.message ?? 'failed'}${logs}`
}

/** The old tasks of a slot whose successor is ready to take over (start-first) or only waits for the name (stop-first). */
export function replaceable(slot: Slot, revision: string): readonly V1Task[] {
  const successor = slot.live.find((task) => task.spec.revision === revision)
  if (!successor) return []
  const prepared = successor.status?.reason === taskReasons.waitingForPredecessor
  return prepared || isReady(successor) ? slot.live.filter((task) => task !== successor) : []
}
