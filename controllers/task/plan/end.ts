import { finalizers } from '../../../api/v1/labels.ts'
import { failedContainerName } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { heldPhase } from './held-phase.ts'
import { holds, step, type TaskPhase, type TaskPlan } from '../step.ts'
import type { ContainerView, Need, TaskView } from '../view.ts'

/** Plans the end of a retiring task: stop, remove, and delete the task when nothing is left outside the store. */
export function planEnd(view: TaskView): TaskPlan {
  const { task } = view
  const phase = task.status?.phase ?? 'Pending'
  const gate = gateOf(view)
  if (task.spec.node === undefined) return gate ? holds(view, phase, gate) : forgets(phase, 'it never had a container')
  if (view.nodeGone && !gate) return forgets(phase, 'its node is not declared any more, and what runs there stays')
  if (view.hostHold) return holds(view, heldPhase(view, view.hostHold), view.hostHold)
  const [container] = view.containers
  const need = gate ?? (container && view.endNeeds[0])
  if (need) return holds(view, phase, need)
  return container ? endContainer(view, container, phase) : forgets(phase, 'its container is gone')
}

function endContainer(view: TaskView, container: ContainerView, phase: TaskPhase): TaskPlan {
  const { task } = view
  const { id, state } = container
  const { removing, stopping } = taskReasons
  const because = reasonOf(view)
  if (state === 'removing')
    return step({ do: 'wait' }, phase, { reason: removing, message: 'the engine is removing it' })
  if (state === 'paused')
    return step({ do: 'unpause', id }, phase, { reason: stopping, message: 'a paused container can not stop' })
  if ((state === 'running' || state === 'restarting') && !isKilledAtOnce(view))
    return step({ do: 'stop', id }, phase, { reason: stopping, message: because })
  if (phase === 'Failed' && task.metadata.deletionTimestamp === undefined && container.name === view.name)
    return planKept(view, container)
  return step({ do: 'remove', id }, phase, { reason: removing, message: because })
}

/** The finalizers of others that hold the task, with or without a container. */
function gateOf({ task: { metadata } }: TaskView): Need | undefined {
  const gates = (metadata.finalizers ?? []).filter((name) => name !== finalizers.container)
  if (gates.length === 0) return undefined
  return { reason: taskReasons.stopping, message: `it leaves when ${gates.join(', ')} let it go` }
}

function forgets(phase: TaskPhase, message: string): TaskPlan {
  return step({ do: 'forget' }, phase, { reason: taskReasons.removed, message })
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

/**
 * Whether a stop is skipped because there is no grace period: the removal kills the container. Failed ones are stopped, as they may be
 * kept.
 */
function isKilledAtOnce({ task }: TaskView): boolean {
  const { stopGracePeriodSeconds, hooks } = task.spec.template
  return stopGracePeriodSeconds === 0 && !hooks?.preStop?.length && task.status?.phase !== 'Failed'
}
