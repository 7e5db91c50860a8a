import type { V1Task } from '../../api/v1/generated/types.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { backingOff } from './plan/backing-off.ts'
import { failedBefore, startSaid } from './plan/last-try.ts'
import { checkFailure, endingOf, startingWords } from './plan/failing.ts'
import { isFused } from './plan/fuse.ts'
import { heldPhase } from './plan/held-phase.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { planEnd } from './plan/end.ts'
import { withoutCopies } from './plan/copies.ts'
import { planEnded } from './plan/ended.ts'
import { planImage, planMountedImage } from './plan/image.ts'
import { awaitName, awaitPort, awaitPredecessor, awaitRemoval, planRename, planTurn } from './plan/name.ts'
import { planSetAside } from './plan/set-aside.ts'
import { holdsForUpdate, retriesUpdateAt, updateReason } from './refused-update.ts'
import { afterEnd, afterUnhealthy, failuresBefore, failuresIn, hasLooped, LOOPS, settlesInMs } from './plan/restart.ts'
import { holds, step, type TaskPlan } from './step.ts'
import type { ContainerView, DriftView, Need, TaskView } from './view.ts'

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

function planCreate(view: TaskView): TaskPlan {
  const image = isForOthersFirst(view) ? undefined : planImage(view)
  const waiting = image && backingOff(view)
  if (waiting) return holds(view, 'Preparing', waiting)
  if (image) return image
  const need = view.needs[0] ?? backingOff(view)
  if (need) return holds(view, 'Preparing', need)
  return awaitName(view, 'Preparing') ?? planMountedImage(view) ?? planNew(view)
}

/**
 * Whether something that others made may do the task's work, or holds its name. Its image is left alone too until that is settled: a build
 * or a pull would take the image's name away from theirs, and what equals the files now would be replaced when it is adopted.
 */
function isForOthersFirst({ needs, nameHolder }: TaskView): boolean {
  return nameHolder?.by === 'foreign' || needs.some(({ reason }) => reason === taskReasons.waitingForAdoption)
}

/**
 * Plans a new container. Under StopFirst it is created beside its running predecessor even while it waits for a port: if the engine refuses
 * it, nothing was stopped yet for its sake.
 */
function planNew(view: TaskView): TaskPlan {
  const { nameHolder: holder, name } = view
  const create = (as: string, starts: boolean) =>
    step({ do: 'create', name: as, starts }, 'Preparing', {
      ...{ reason: taskReasons.creating, message: createReason(view) },
      ...failedBefore(view, taskReasons.createFailed),
    })
  if (holder?.by !== 'predecessor') return awaitPort(view) ?? create(name, true)
  const { beside, order } = holder
  if (holder.isGoing && order === 'StartFirst') return awaitRemoval(view, holder)
  if (beside !== undefined && order === 'StopFirst') return create(beside, false)
  return awaitPort(view) ?? (beside === undefined ? awaitPredecessor(view, holder) : create(beside, true))
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

function planRunning(view: TaskView, container: ContainerView): TaskPlan {
  const healing = inOrder(view)
    .map((drift) => planHeal(view, container, drift))
    .find((plan) => plan !== undefined)
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

/** Whether a difference is a network to leave, of which the declared one takes the place. */
function isOtherNetwork({ field, heal }: DriftView): boolean {
  return heal.by === 'replace' && field.startsWith('network ')
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

/**
 * The drift in the order of healing. In-place updates come last: which loop runs first decides whether a change of the service shows in
 * this pass or the next, and must not change the order of calls. A refused update is left out until its retry.
 */
function inOrder(view: TaskView): readonly DriftView[] {
  const isUpdate = ({ heal }: DriftView) => heal.by === 'update'
  const first = view.drift.filter((drift) => !isUpdate(drift))
  return retriesUpdateAt(view) === undefined ? [...first, ...view.drift.filter(isUpdate)] : first
}

function planHeal(view: TaskView, container: ContainerView, drift: DriftView): TaskPlan | undefined {
  const { id } = container
  switch (drift.heal.by) {
    case 'update':
      return step({ do: 'update', id }, 'Running', { reason: updateReason(view), message: drift.message })
    case 'connect':
      return step({ do: 'connect', id, network: drift.heal.network }, 'Running', {
        reason: view.drift.some(isOtherNetwork) ? taskReasons.formerName : taskReasons.disconnectedByHand,
        message: drift.message,
      })
    case 'disconnect':
      return step({ do: 'disconnect', id, network: drift.heal.network }, 'Running', {
        reason: taskReasons.drift,
        message: drift.message,
      })
    case 'recreate':
      if (isFused(view, drift)) return undefined
      return view.needs[0] ? holds(view, 'Running', view.needs[0]) : recreates(container, drift)
    case 'replace':
      return undefined
  }
}

function recreates(container: ContainerView, drift: DriftView): TaskPlan {
  return step({ do: 'recreate', id: container.id, field: drift.fuse ?? drift.field }, 'Running', {
    reason: taskReasons.drift,
    message: drift.message,
  })
}

function planLost(view: TaskView, { id }: ContainerView): TaskPlan | undefined {
  const { lost } = view
  if (lost === undefined) return undefined
  const need = backingOff(view)
  if (need) return holds(view, 'Starting', need)
  const message = `${lost}, and it can't start without`
  return step({ do: 'remove', id, toRecreate: true }, 'Starting', { reason: taskReasons.recreating, message })
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

/** Appends the last failure to the message of a retry; it is kept until the task has run well for a while. */
function sinceFailure({ task: { status } }: TaskView): string {
  return status?.lastFailure === undefined ? '' : `; before, ${status.lastFailure}`
}

function planExited(view: TaskView, container: ContainerView): TaskPlan {
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

function crashReason({ task }: TaskView, container: ContainerView): string {
  return failuresBefore(task, container) >= LOOPS ? taskReasons.crashLoop : taskReasons.restarting
}

/** Why a container is created. After a removal of ours it is the reason of that removal. */
function createReason({ task: { status = {} }, hadContainer, goneWithEngine }: TaskView): string {
  const { containerID, reason, message, stoppedByUs } = status
  if (containerID === undefined && !(hadContainer && !stoppedByUs)) return 'it has no container yet'
  const isOurs = reason === taskReasons.drift || (reason === taskReasons.recreating && message !== REMOVING)
  if (isOurs && message !== undefined) return message
  if (stoppedByUs) return 'its container was removed to make it anew'
  if (containerID === undefined) return REMOVED_UNSEEN
  return goneWithEngine ? GONE_WITH_ENGINE : REMOVED_BY_HAND
}

const REMOVED_BY_HAND = 'its container was removed by hand'
const GONE_WITH_ENGINE =
  'its container is gone since its engine came up: that has another data root, or somebody removed it meanwhile'
const REMOVED_UNSEEN = 'its container was removed while nobody watched'

/** The messages of creates that replace a container which somebody else removed. */
export const removedByOthers: ReadonlySet<string> = new Set([REMOVED_BY_HAND, REMOVED_UNSEEN, GONE_WITH_ENGINE])

const REMOVING = 'the engine is removing it'

function unscheduled(task: V1Task): Need {
  return {
    reason: task.status?.reason ?? taskReasons.unscheduled,
    message: task.status?.message ?? 'no node was chosen yet',
  }
}

function seconds(ms: number): string {
  return ms < 1000 ? `${Math.ceil(ms)} ms` : `${Math.ceil(ms / 1000)} s`
}
