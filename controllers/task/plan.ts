import type { V1Task } from '../../api/v1/generated/types.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { backingOff } from './plan/backing-off.ts'
import { withoutCopies } from './plan/copies.ts'
import { planCreate, REMOVING } from './plan/create.ts'
import { planEnd } from './plan/end.ts'
import { planEnded } from './plan/ended.ts'
import { crashReason, planExited } from './plan/exited.ts'
import { endingOf } from './plan/failing.ts'
import { isFused } from './plan/fuse.ts'
import { recreates } from './plan/heal.ts'
import { heldPhase } from './plan/held-phase.ts'
import { startSaid } from './plan/last-try.ts'
import { planLost } from './plan/lost.ts'
import { awaitPort, planTurn } from './plan/name.ts'
import { planRunning } from './plan/running.ts'
import { holds, step, type TaskPlan } from './step.ts'
import type { ContainerView, Need, TaskView } from './view.ts'

/**
 * Plans the next step of a task towards its desired state. Pure and total: every plan has a reason that a person can act on. Phases only go
 * forward, except that the end of a container takes a task back to its start.
 */
export function planTask(view: TaskView): TaskPlan {
  return withoutCopies(planOwn(view), view)
}

function planOwn(view: TaskView): TaskPlan {
  if (isRetiring(view.task)) return planEnd(view)
  if (hasEnded(view.task)) return planEnded(view)
  if (view.task.spec.node === undefined) return holds(view, 'Pending', unscheduled(view.task))
  if (view.hostHold) return holds(view, heldPhase(view, view.hostHold), view.hostHold)
  const [container, duplicate] = view.containers
  if (duplicate)
    return step({ do: 'remove', id: duplicate.id }, 'Running', {
      reason: taskReasons.duplicate,
      message: `${duplicate.name} is a second container of it`,
    })
  return container ? planContainer(view, container) : planCreate(view)
}

function planContainer(view: TaskView, container: ContainerView): TaskPlan {
  switch (container.state) {
    case 'created':
      return planLost(view, container) ?? planStart(view, container)
    case 'running':
      return planRunning(view, container)
    case 'paused':
      return step({ do: 'unpause', id: container.id }, 'Running', {
        reason: taskReasons.pausedByHand,
        message: 'it was paused by hand',
      })
    case 'restarting':
      return step({ do: 'wait' }, 'Starting', {
        reason: crashReason(view, container),
        message: `${endingOf(container)}; the engine restarts it`,
      })
    case 'exited':
      return planExited(view, container)
    case 'dead':
      return step({ do: 'remove', id: container.id }, 'Starting', {
        reason: taskReasons.recreating,
        message: 'the engine could not remove it before',
      })
    case 'removing':
      return step({ do: 'wait' }, 'Starting', { reason: taskReasons.recreating, message: REMOVING })
  }
}

function planStart(view: TaskView, container: ContainerView): TaskPlan {
  const recreate = view.drift.find((drift) => drift.heal.by === 'recreate' && !isFused(view, drift))
  if (recreate) return recreates(container, recreate)
  const need = view.needs[0] ?? backingOff(view)
  if (need) return holds(view, 'Preparing', need)
  const waits = awaitPort(view) ?? planTurn(view, container)
  if (container.madeBeforeEngine && !(waits && view.task.status?.stoppedByUs)) return makesAnew(container)
  return waits ?? step({ do: 'start', id: container.id }, 'Starting', startSaid(view, container))
}

/**
 * Replaces a container that never ran and that its engine may not be able to start any more. That is done at once, so that a predecessor
 * stops for nothing that its engine refuses; but only once before its turn, as a clock that was set back would have it done for ever.
 */
function makesAnew({ id }: ContainerView): TaskPlan {
  return step({ do: 'remove', id, toRecreate: true }, 'Starting', {
    reason: taskReasons.recreating,
    message: 'its engine ended before it had started, which may have been half done',
  })
}

function unscheduled(task: V1Task): Need {
  return {
    reason: task.status?.reason ?? taskReasons.unscheduled,
    message: task.status?.message ?? 'no node was chosen yet',
  }
}
