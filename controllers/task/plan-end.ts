import { failedContainerName } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { heldPhase } from './held-phase.ts'
import { holds, step, type TaskPlan } from './step.ts'
import type { ContainerView, TaskView } from './view.ts'

/** The next step of a task that is not wanted any more: stop, remove, and leave the store when nothing is left outside. */
export function planEnd(view: TaskView): TaskPlan {
  const { task } = view
  const because = reasonOf(view)
  const phase = task.status?.phase ?? 'Pending'
  if (task.spec.node === undefined)
    return step({ do: 'forget' }, phase, { reason: taskReasons.removed, message: 'it never had a container' })
  if (view.hostHold) return holds(view, heldPhase(view, view.hostHold), view.hostHold)
  const [container] = view.containers
  if (!container)
    return step({ do: 'forget' }, phase, { reason: taskReasons.removed, message: 'its container is gone' })
  const need = view.endNeeds[0]
  if (need) return holds(view, phase, need)
  if (container.state === 'removing')
    return step({ do: 'wait' }, phase, { reason: taskReasons.removing, message: 'the engine is removing it' })
  if (container.state === 'paused')
    return step({ do: 'unpause', id: container.id }, phase, {
      reason: taskReasons.stopping,
      message: 'a paused container can not stop',
    })
  if ((container.state === 'running' || container.state === 'restarting') && !isKilledAtOnce(view))
    return step({ do: 'stop', id: container.id }, phase, {
      reason: taskReasons.stopping,
      message: because,
    })
  if (phase === 'Failed' && task.metadata.deletionTimestamp === undefined && container.name === view.name)
    return planKept(view, container)
  return step({ do: 'remove', id: container.id }, phase, {
    reason: taskReasons.removing,
    message: because,
  })
}

function planKept({ name, failedNameTaken }: TaskView, { id }: ContainerView): TaskPlan {
  const reason = taskReasons.removing
  const kept = failedContainerName(name)
  if (failedNameTaken) {
    const message = `it failed and can't be kept: a container that is not ours has the name ${kept}`
    return step({ do: 'remove', id }, 'Failed', { reason, message })
  }
  const message = 'the last failed container of a slot is kept'
  return step({ do: 'rename', id, name: kept }, 'Failed', { reason, message })
}

function reasonOf({ differs }: TaskView): string {
  return differs === undefined ? 'it is not wanted any more' : `what others made is replaced: ${differs}`
}

/** Without any grace there is nothing that a stop would wait for: its removal kills it. A failed one may be kept. */
function isKilledAtOnce({ task }: TaskView): boolean {
  const { stopGracePeriodSeconds, hooks } = task.spec.template
  return stopGracePeriodSeconds === 0 && !hooks?.preStop?.length && task.status?.phase !== 'Failed'
}
