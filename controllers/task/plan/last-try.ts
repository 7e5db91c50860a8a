import type { V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { ContainerView, Need, TaskView } from '../view.ts'

const LAST = 'the last time: '

/** Who has not tried yet, as one who only looks, says why the last one who did failed, if it failed for this reason. */
export function failedBefore({ task: { status = {} } }: TaskView, reason: string): Need | undefined {
  const { failures = 0, message } = status
  if (failures > 0 || message === undefined || status.reason !== reason) return undefined
  return { reason, message: LAST + lastFailedWith(status) }
}

/** The words of the failure that a task's status has. */
export function lastFailedWith({ message = '' }: V1TaskStatus): string {
  return message.startsWith(LAST) ? message.slice(LAST.length) : message
}

/** What is said of a start that is to come: why the last one failed, where nobody has tried again. */
export function startSaid(view: TaskView, { startError }: ContainerView): Need {
  const before = failedBefore(view, taskReasons.startFailed)
  if (before) return before
  const { failures = 0, reason } = view.task.status ?? {}
  const hasTried = failures > 0 || reason === taskReasons.engineFailing
  if (startError === undefined || hasTried) return { reason: taskReasons.starting, message: 'created' }
  return { reason: taskReasons.startFailed, message: `its last start failed: ${startError}` }
}
