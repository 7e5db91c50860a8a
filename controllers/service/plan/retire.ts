import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { ServiceAction } from '../plan.ts'

/** Ends these tasks, but for those that end already. */
export function retireAll(tasks: readonly V1Task[], because: string): readonly ServiceAction[] {
  return tasks.filter((task) => task.spec.desiredState !== 'Removed').map((task) => ({ do: 'retire', task, because }))
}
