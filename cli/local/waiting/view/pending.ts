import type { V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import { isTrue } from '../../../../api/v1/conditions.ts'
import { conditionTypes, taskReasons } from '../../../../api/v1/reasons.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import { tasksOf } from './wait-view.ts'

/** The tasks of a service that do not retire and are not ready. */
export function pendingOf(service: V1Service, tasks: readonly V1Task[]): readonly V1Task[] {
  return tasksOf(service, tasks).filter(
    (task) => !isRetiring(task) && !isTrue(task.status?.conditions, conditionTypes.ready),
  )
}

/** Whether a task is coming up and did not fail at that yet. */
export function isComing({ status: { reason = '', failures = 0 } = {} }: V1Task): boolean {
  return COMING.has(reason) && failures === 0
}

const COMING: ReadonlySet<string> = new Set([
  ...[taskReasons.unscheduled, taskReasons.scheduled, taskReasons.waitingForPredecessor, taskReasons.pulling],
  ...[taskReasons.building, taskReasons.creating, taskReasons.starting, taskReasons.healthStarting],
])
