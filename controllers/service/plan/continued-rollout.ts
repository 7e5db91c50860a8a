import type { V1RolloutStatus } from '../../../api/v1/generated/types.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { Course } from '../course.ts'
import { replicaOf } from '../replica.ts'
import { desiredCount } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { stuckIn } from './overdue.ts'
import { progressedAt, type Progress } from './rollout.ts'
import { isReplacing } from './settled.ts'

/**
 * The rollout as it stands now, before it is judged: the one in the status with today's counts, or a new one where the course is another
 * one or begins again.
 */
export function continuedRollout(view: ServiceView, course: Course, progress: Progress): V1RolloutStatus {
  const before = view.service.status?.rollout
  const isSameRevision = before?.revision === course.revision && before.state !== 'None'
  const isSame =
    isSameRevision &&
    (course.restart === undefined || course.restart === before.restartedAt) &&
    !isBegunAgain(before, course, { view, progress })
  const { cause: _, ...rest }: V1RolloutStatus = isSame ? before : begun(view, course)
  const cause = isSameRevision ? before.cause : undefined
  // Without a rollback the cause is dropped, though the course may lead to the same revision.
  const base = course.rollingBack ? { ...rest, cause: cause ?? FAILED_BEFORE } : rest
  // A task that is no longer available still counts as updated: its return is no progress.
  const most = Math.max(base.updated ?? 0, progress.available.length)
  const updated = Math.min(most, desiredCount(view.service, view.nodes))
  const counted = { ...base, updated, failures: progress.failed.length }
  const at = isResumed(view, course, progress) ? view.now : progressedAt(view, base, progress)
  return { ...counted, progressedAt: timestamp(at) }
}

/**
 * Whether the progress deadline starts anew: after a pause, or where an update stalled only while waiting for predecessors, and now has its
 * turn. One that no node fits waits on.
 */
function isResumed({ service, target, nowhere }: ServiceView, course: Course, progress: Progress): boolean {
  const { rollout, stalledHash } = service.status ?? {}
  if (rollout?.state === 'Paused') return !course.held
  if (rollout?.state !== 'Stalled' || stalledHash === target?.hash || course.initial || course.proven) return false
  if (nowhere !== undefined) return false
  return stuckIn(course, progress).every((task) => task.status?.reason === taskReasons.waitingForPredecessor)
}

const OVER: ReadonlySet<string> = new Set(['Completed', 'RolledBack'])

/**
 * Whether a finished rollout starts again without a new revision: tasks must leave their nodes, adopted containers take the slots of tasks,
 * or it had nothing to try, as no task was wanted, and now one is.
 */
function isBegunAgain({ state = 'None' }: V1RolloutStatus, course: Course, { view, progress }: Present): boolean {
  const moves = progress.dirty.some(({ live }) => live.some((task) => replicaOf(task).leaves))
  const isUntried = state === 'Completed' && !course.proven && desiredCount(view.service, view.nodes) > 0
  return OVER.has(state) && (moves || isUntried || isReplacing(progress, course))
}

interface Present {
  readonly view: ServiceView
  readonly progress: Progress
}

/** The cause for an update that failed, was rolled back, and is declared again. */
export const FAILED_BEFORE = 'it failed before, and is tried again by a retry alone'

function begun({ now }: ServiceView, { revision, restart }: Course): V1RolloutStatus {
  return { revision, startedAt: timestamp(now), ...(restart === undefined ? {} : { restartedAt: restart }) }
}
