import { holdReasons, taskReasons } from '../../../api/v1/reasons.ts'
import { hasEnded, isRetiring } from '../phase.ts'
import { step, type TaskPlan } from '../step.ts'
import type { TaskView } from '../view.ts'

/**
 * The plan of a task, and where that has nothing to do, the end of its containers on other nodes: what is superseded does not run on. One
 * without a container, as only another node has it, makes none: it is about to be that node's. Pure.
 */
export function withoutCopies(plan: TaskPlan, view: TaskView): TaskPlan {
  const [copy] = view.copies ?? []
  if (!copy) return plan
  const { movesTo } = view
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

/** Whether the task is known to have its own container, to have ended, or to go. What runs where its own node is gone is taken over. */
function isSuperseded({ task, containers, hostHold, nodeGone }: TaskView): boolean {
  if (nodeGone || hostHold?.reason === holdReasons.paused) return false
  return isRetiring(task) || hasEnded(task) || (!hostHold && containers.length > 0)
}

function whereabouts({ task, containers }: TaskView): string {
  if (isRetiring(task)) return ', and it is not wanted any more'
  return containers.length > 0 ? `, which is on ${task.spec.node}` : ', and it has ended'
}
