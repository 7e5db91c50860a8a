import { taskReasons } from '../../../api/v1/reasons.ts'
import { holds, step, type TaskPlan } from '../step.ts'
import type { ContainerView, TaskView } from '../view.ts'
import { backingOff } from './backing-off.ts'
import { planLost } from './lost.ts'
import { afterEnd, failuresBefore, LOOPS } from './restart.ts'
import { planSetAside } from './set-aside.ts'
import { seconds, sinceFailure } from './words.ts'

/** Starts an ended container again, gives it up, or counts it as completed. */
export function planExited(view: TaskView, container: ContainerView): TaskPlan {
  const { id, exitCode } = container
  if (view.task.status?.stoppedByUs) return planOurStop(view, container)
  const setAside = planSetAside(view, container)
  if (setAside) return setAside
  const next = afterEnd(view, container)
  if (next.then === 'complete')
    return step({ do: 'finish', phase: 'Completed', exitCode }, 'Completed', {
      reason: container.endUnseen ? taskReasons.endedUnseen : taskReasons.completed,
      message: next.because,
    })
  if (next.then === 'fail')
    return step({ do: 'finish', phase: 'Failed', exitCode }, 'Failed', {
      reason: taskReasons.gaveUp,
      message: next.because,
    })
  const lost = planLost(view, container)
  if (lost) return lost
  const reason = container.stoppedByHand ? taskReasons.stoppedByHand : crashReason(view, container)
  if (next.afterMs > 0)
    return step({ do: 'wait', afterMs: next.afterMs }, 'Starting', {
      reason,
      message: `${next.because}; it starts again in ${seconds(next.afterMs)}`,
    })
  const need = view.needs[0] ?? backingOff(view)
  if (need) return holds(view, 'Starting', need)
  return step({ do: 'start', id }, 'Starting', { reason, message: next.because })
}

/** Finishes what a stop of ours was for: a new container, or a start of the same one. */
function planOurStop(view: TaskView, container: ContainerView): TaskPlan {
  const lost = planLost(view, container)
  if (lost) return lost
  const { id } = container
  const replaced = view.drift.find(({ heal }) => heal.by === 'recreate')
  if (replaced) return step({ do: 'remove', id }, 'Starting', { reason: taskReasons.drift, message: replaced.message })
  const need = view.needs[0] ?? backingOff(view)
  if (need) return holds(view, 'Starting', need)
  return step({ do: 'start', id }, 'Starting', {
    reason: taskReasons.restarting,
    message: `it was stopped to restart it${sinceFailure(view)}`,
  })
}

/** The reason of a restart: a crash loop after several failures in a row. */
export function crashReason({ task }: TaskView, container: ContainerView): string {
  return failuresBefore(task, container) >= LOOPS ? taskReasons.crashLoop : taskReasons.restarting
}
