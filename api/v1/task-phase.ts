import type { V1Task } from './generated/types.ts'
import { annotations } from './labels.ts'

/** Whether only the end of a task is wanted. */
export function isRetiring(task: V1Task): boolean {
  const { desiredState } = task.spec
  return task.metadata.deletionTimestamp !== undefined || desiredState === 'Removed' || desiredState === 'Shutdown'
}

/** Whether a task takes no traffic any more: it is retiring, or completed. */
export function isOver(task: V1Task): boolean {
  return isRetiring(task) || task.status?.phase === 'Completed'
}

/** Whether a retiring task was replaced because its host was lost. */
export function isEvicted(task: V1Task): boolean {
  return isRetiring(task) && task.metadata.annotations?.[annotations.evicted] !== undefined
}

/** Whether a task has a final outcome. It is kept in storage, so that a job does not run again after its container was pruned. */
export function hasEnded(task: V1Task): boolean {
  return task.status?.phase === 'Completed' || task.status?.phase === 'Failed'
}
