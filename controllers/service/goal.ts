import type { V1Task } from '../../api/v1/generated/types.ts'
import { replicaOf } from './replica.ts'

/** What a rollout leads every task to. */
export interface Goal {
  readonly revision: string
  /** The restart that somebody asked for: a task that was not made for it is replaced, though it is of the revision. */
  readonly restart?: string | undefined
}

/** Whether a task is what its rollout leads to: of the revision, made since the restart, and where it may stay. */
export function isAtGoal(task: V1Task, { revision, restart }: Goal): boolean {
  const replica = replicaOf(task)
  return replica.revision === revision && !replica.leaves && (restart === undefined || replica.restart === restart)
}
