import { holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'
import { step, type TaskPlan } from '../step.ts'
import type { TaskView } from '../view.ts'

/**
 * The task's plan, extended by removing its containers on other nodes once there is nothing else to do: a superseded container must not run
 * on. A task whose only container is on another node creates none, and keeps that, as it is about to be bound to that node. Pure.
 */
export function withoutCopies(plan: TaskPlan, view: TaskView): TaskPlan {
  const [copy] = view.copies ?? []
  if (!copy) return plan
  const { movesTo } = view
  if (movesTo !== undefined && hasEnded(view.task)) return plan
  if (movesTo !== undefined && !isRetiring(view.task) && !view.hostHold)
    return step({ do: 'wait' }, plan.phase, {
      reason: taskReasons.waitingForAdoption,
      message: `its container is on ${movesTo}, and goes on there`,
    })
  const isIdle = plan.step.do === 'wait' || plan.step.do === 'forget'
  if (!isIdle || !isSuperseded(view)) return plan
  const { node, id } = copy
  return step({ do: 'removeCopy', node, id }, plan.phase, {
    reason: taskReasons.duplicate,
    message: `${copy.name} on ${node} is a second container of it${whereabouts(view)}${copy.left}`,
  })
}

/**
 * Whether the copies are superseded: the task has its own container, has ended, or is retiring. Not where its node is gone, as the task
 * then takes over the copy.
 */
function isSuperseded({ task, containers, hostHold, nodeGone }: TaskView): boolean {
  if (nodeGone || hostHold?.reason === holdReasons.paused) return false
  return isRetiring(task) || hasEnded(task) || (!hostHold && containers.length > 0)
}

function whereabouts({ task, containers }: TaskView): string {
  if (isRetiring(task)) return ', and it is not wanted any more'
  return containers.length > 0 ? `, which is on ${task.spec.node}` : ', and it has ended'
}
