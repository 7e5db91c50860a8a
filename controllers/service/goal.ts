import type { V1Task } from '../../api/v1/generated/types.ts'
import { replicaOf } from './replica.ts'

/** What a rollout brings every task to. */
export interface Goal {
  readonly revision: string
  /** The restart under way: a task that was not made for it is replaced, even if its revision is right. */
  readonly restart?: string | undefined
}

/** Whether a task is where its rollout leads: of the revision, made for the restart if there is one, and not told to leave its node. */
export function isAtGoal(task: V1Task, { revision, restart }: Goal): boolean {
  const replica = replicaOf(task)
  return replica.revision === revision && !replica.leaves && (restart === undefined || replica.restart === restart)
}
