import { taskReasons } from '../../../api/v1/reasons.ts'
import { holds, step, type TaskPlan } from '../step.ts'
import type { TaskView } from '../view.ts'
import { backingOff } from './backing-off.ts'
import { planImage, planMountedImage } from './image.ts'
import { failedBefore } from './last-try.ts'
import { awaitName, awaitPort, awaitPredecessor, awaitRemoval } from './name.ts'

/** Gets what a new container needs, in order, and then makes it. */
export function planCreate(view: TaskView): TaskPlan {
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

/** The message while an engine removes a container. */
export const REMOVING = 'the engine is removing it'
