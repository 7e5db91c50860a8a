import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Course } from '../course.ts'
import { isAtGoal } from '../goal.ts'
import { replicaOf } from '../replica.ts'
import type { Slot } from '../slots.ts'

/** What the failure of such a task says, and how it is declared where it is meant. */
export const ENDED_EARLY =
  'it ended with 0 at once, where the tasks before it run on; `restart: "no"` (restartPolicy.condition: Never) says that it may end, and `monitorSeconds: 0`, with a retry, that nobody watches'

/**
 * Tells the tasks of an update that ended with 0 within the time in which a failure counts, while tasks of before still run: to go on would
 * end all of a service that was up. Only what is left running is spared: where nothing of before runs, or it ends later, none is told. Nor is
 * one that had ended before the rollout began, and is of its revision by a change in place.
 */
export function earlyEnds(slots: readonly Slot[], course: Course): (task: V1Task) => boolean {
  const { mustRunMs, begunAt } = course
  const runsOn = (task: V1Task) => !isAtGoal(task, course) && task.status?.phase === 'Running'
  if (mustRunMs === 0 || !slots.some(({ live }) => live.some(runsOn))) return () => false
  return (task) => {
    const { ranMs = mustRunMs, readySince = 0 } = replicaOf(task)
    return ranMs < mustRunMs && readySince >= begunAt
  }
}
