import { isAtGoal, type Goal } from '../goal.ts'
import type { Course } from '../course.ts'
import type { ServiceView } from '../view.ts'
import { SETTLED_MS } from '../../task/plan/restart.ts'
import type { Progress } from './rollout.ts'

/**
 * Whether a rollout was complete and stays so: later failures are healed and show on the tasks. A rolled-back rollout is complete while the
 * course leads back to that revision.
 */
export function isSettled(view: ServiceView, course: Course, progress: Progress): boolean {
  const { rollout, currentRevision } = view.service.status ?? {}
  const closed = rollout?.state === (course.rollingBack ? 'RolledBack' : 'Completed')
  const isOfThis = closed && rollout.revision === course.revision && currentRevision === course.revision
  return isOfThis && progress.dirty.length === 0 && !isReplacing(progress, course) && !isTakenBack(view, progress)
}

/**
 * Whether a task that is not at the goal still has to go, though its successor is there, as where an adopted container took a slot that had
 * a task.
 */
export function isReplacing({ inWork }: Progress, goal: Goal): boolean {
  return inWork.some(({ live }) => live.some((task) => !isAtGoal(task, goal)))
}

/**
 * Whether the first rollout ever completed moments ago and its tasks now fail: a first deployment that crashes ends as failed, whenever it
 * was looked at.
 */
function isTakenBack({ service: { status = {} }, revisions, now }: ServiceView, { tolerated }: Progress): boolean {
  const { finishedAt = '' } = status.rollout ?? {}
  return !tolerated && revisions.length <= 1 && now - Date.parse(finishedAt) < SETTLED_MS
}

/** Whether a slot still has its old task too, which goes once the new one was ready for the watched time. */
export function isCrowded({ inWork }: Progress): boolean {
  return inWork.some(({ live }) => live.length > 1)
}
