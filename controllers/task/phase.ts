import type { V1Task } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'

/** Whether nothing more is wanted of a task than its end. */
export function isRetiring(task: V1Task): boolean {
  const { desiredState } = task.spec
  return task.metadata.deletionTimestamp !== undefined || desiredState === 'Removed' || desiredState === 'Shutdown'
}

/** Whether nobody is to reach a task any more: it is to go, or a job that is done. */
export function isOver(task: V1Task): boolean {
  return isRetiring(task) || task.status?.phase === 'Completed'
}

/** Whether another runs in the place of a task that is to go, as its host was lost. */
export function isEvicted(task: V1Task): boolean {
  return isRetiring(task) && task.metadata.annotations?.[annotations.evicted] !== undefined
}

/** Whether a task reached its outcome: it is kept in storage, so that a pruned job does not run again. */
export function hasEnded(task: V1Task): boolean {
  return task.status?.phase === 'Completed' || task.status?.phase === 'Failed'
}
