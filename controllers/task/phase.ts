import type { V1Task } from '../../api/v1/generated/types.ts'

/** Whether nothing more is wanted of a task than its end. */
export function isRetiring(task: V1Task): boolean {
  const { desiredState } = task.spec
  return task.metadata.deletionTimestamp !== undefined || desiredState === 'Removed' || desiredState === 'Shutdown'
}

/** Whether a task reached its outcome: it is kept in storage, so that a pruned job does not run again. */
export function hasEnded(task: V1Task): boolean {
  return task.status?.phase === 'Completed' || task.status?.phase === 'Failed'
}
