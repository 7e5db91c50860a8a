import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Condition, V1Task } from '../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'

/**
 * The tasks that are not as they are to be, though no service tells: those that are to go and are still there, as after a scale-down, and
 * those of which a call fails that is to put them right, or to end them. `told` are the services (`STACK/NAME`) that are not well: they tell
 * of their tasks, but not why one does not go. Pure.
 */
export function unsaidTasks(tasks: readonly V1Task[], told: ReadonlySet<string>): readonly V1Task[] {
  return tasks.filter((task) => {
    const isGoing = isRetiring(task)
    return told.has(serviceKeyOf(task)) ? isGoing && failingCallOf(task) : isGoing || failingCallOf(task)
  })
}

/** That a call for a task fails and is tried again, if so. */
export function failingCallOf({ status }: V1Task): V1Condition | undefined {
  return getCondition(status?.conditions, conditionTypes.callFailing)
}
