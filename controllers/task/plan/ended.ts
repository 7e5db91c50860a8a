import { step, type TaskPlan } from '../step.ts'
import type { ContainerView, TaskView } from '../view.ts'

/** Added to the outcome of a task whose container was started by hand: the loop never starts it after an outcome. */
const SINCE = '; it was started by hand since, and runs: nothing looks after it'

/** A task keeps its outcome. A container that somebody starts again is left alone. */
export function planEnded({ task, containers: [container] }: TaskView): TaskPlan {
  const { phase = 'Completed', reason = phase, message = '' } = task.status ?? {}
  const outcome = message.endsWith(SINCE) ? message.slice(0, -SINCE.length) : message
  return step({ do: 'wait' }, phase, { reason, message: isUp(container) ? outcome + SINCE : outcome })
}

function isUp(container: ContainerView | undefined): boolean {
  return container?.state === 'running' || container?.state === 'paused'
}
