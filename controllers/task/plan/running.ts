import { taskReasons } from '../../../api/v1/reasons.ts'
import { holdsForUpdate } from '../refused-update.ts'
import { holds, step, type TaskPlan } from '../step.ts'
import type { ContainerView, TaskView } from '../view.ts'
import { backingOff } from './backing-off.ts'
import { checkFailure, startingWords } from './failing.ts'
import { planHealing } from './heal.ts'
import { failedBefore } from './last-try.ts'
import { awaitName, planRename } from './name.ts'
import { afterUnhealthy, failuresIn, hasLooped, settlesInMs } from './restart.ts'
import { seconds, sinceFailure } from './words.ts'

/** Heals a running container, or waits with it: for its health check, its hooks, its name, or nothing. */
export function planRunning(view: TaskView, container: ContainerView): TaskPlan {
  const healing = planHealing(view, container)
  if (healing) return healing
  const renamed = planRename(view, container)
  if (renamed) return renamed
  if (view.restartFor) return step({ do: 'restart', id: container.id }, 'Running', view.restartFor)
  if (container.health === 'unhealthy') return planUnhealthy(view, container)
  if (view.task.status?.postStartDue) return planPostStart(view, container)
  if (container.health === 'starting')
    return step({ do: 'wait' }, 'Starting', {
      reason: taskReasons.healthStarting,
      message: `${startingWords(container)}${sinceFailure(view)}`,
    })
  const taken = container.name === view.name ? undefined : awaitName(view, 'Running')
  if (taken) return taken
  if (container.health === 'none' && hasLooped(view, container)) return planLooping(view, container)
  return holdsForUpdate(view) ?? awaitReplacement(view) ?? planWell(container)
}

/** Waits for the service to replace a container that works, but is not as declared. */
function awaitReplacement(view: TaskView): TaskPlan | undefined {
  const replaced = view.drift.find(({ heal }) => heal.by === 'replace')
  if (!replaced) return undefined
  if (view.needs[0]) return holds(view, 'Running', view.needs[0])
  const message = `${replaced.message}; its next container is as declared`
  return step({ do: 'wait' }, 'Running', { reason: taskReasons.formerName, message })
}

function planWell({ health }: ContainerView): TaskPlan {
  const healthy = health === 'healthy'
  return step({ do: 'wait' }, 'Running', {
    reason: healthy ? taskReasons.healthy : taskReasons.running,
    message: healthy ? 'its health check passes' : 'it runs',
  })
}

/** Runs the post-start hooks. The task does not count as up before they have ended. */
function planPostStart(view: TaskView, { id }: ContainerView): TaskPlan {
  const need = backingOff(view)
  if (need) return holds(view, 'Starting', need)
  const message = `it runs, and counts as up once its post-start hooks have ended${sinceFailure(view)}`
  const before = failedBefore(view, taskReasons.hookFailed)
  return step({ do: 'postStart', id }, 'Starting', before ?? { reason: taskReasons.starting, message })
}

/** Waits with a container that runs again after a crash loop: it counts as starting until it has run for a while. */
function planLooping(view: TaskView, container: ContainerView): TaskPlan {
  return step({ do: 'wait', afterMs: settlesInMs(view, container) }, 'Starting', {
    reason: taskReasons.crashLoop,
    message: `it runs again, after it ended ${failuresIn(view, container)} times in a row${sinceFailure(view)}`,
  })
}

/** Restarts an unhealthy container: at once after the first failure, then with a backoff. */
function planUnhealthy(view: TaskView, container: ContainerView): TaskPlan {
  if (view.task.spec.template.restartPolicy?.condition === 'Never')
    return step({ do: 'wait' }, 'Starting', {
      reason: taskReasons.unhealthy,
      message: `${checkFailure(container)}; its restart policy is Never`,
    })
  const again = afterUnhealthy(view, container)
  if (again.then === 'fail')
    return step({ do: 'wait' }, 'Starting', { reason: taskReasons.gaveUp, message: again.because })
  if (again.afterMs > 0)
    return step({ do: 'wait', afterMs: again.afterMs }, 'Starting', {
      reason: taskReasons.unhealthy,
      message: `${again.because}; it restarts in ${seconds(again.afterMs)}`,
    })
  return step({ do: 'restart', id: container.id }, 'Starting', {
    reason: taskReasons.unhealthy,
    message: again.because,
  })
}
