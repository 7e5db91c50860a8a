import { taskReasons } from '../../../api/v1/reasons.ts'
import { holds, step, type TaskPlan } from '../step.ts'
import type { ContainerView, TaskView } from '../view.ts'
import { backingOff } from './backing-off.ts'

/** Makes a container anew that is about to start and lacks what it can't start without; undefined if it lacks nothing. */
export function planLost(view: TaskView, { id }: ContainerView): TaskPlan | undefined {
  const { lost } = view
  if (lost === undefined) return undefined
  const need = backingOff(view)
  if (need) return holds(view, 'Starting', need)
  const message = `${lost}, and it can't start without`
  return step({ do: 'remove', id, toRecreate: true }, 'Starting', { reason: taskReasons.recreating, message })
}
