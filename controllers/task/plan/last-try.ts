import type { V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { ContainerView, Need, TaskView } from '../view.ts'

const LAST = 'the last time: '

/**
 * The last failure for this reason, as reported by an earlier process; undefined once this process has tried itself. A process that only
 * looks never does.
 */
export function failedBefore({ task: { status = {} } }: TaskView, reason: string): Need | undefined {
  const { failures = 0, message } = status
  if (failures > 0 || message === undefined || status.reason !== reason) return undefined
  return { reason, message: LAST + lastFailedWith(status) }
}

/** The failure message in a task's status, without its prefix. */
export function lastFailedWith({ message = '' }: V1TaskStatus): string {
  return message.startsWith(LAST) ? message.slice(LAST.length) : message
}

/** The message of a start that is to come: the last start's failure, if nobody has tried again. */
export function startSaid(view: TaskView, { startError }: ContainerView): Need {
  const before = failedBefore(view, taskReasons.startFailed)
  if (before) return before
  const { failures = 0, reason } = view.task.status ?? {}
  const hasTried = failures > 0 || reason === taskReasons.engineFailing
  if (startError === undefined || hasTried) return { reason: taskReasons.starting, message: 'created' }
  return { reason: taskReasons.startFailed, message: `its last start failed: ${startError}` }
}
