import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { ServiceAction } from '../plan.ts'

/** Retires the tasks that are not retiring yet. */
export function retireAll(tasks: readonly V1Task[], because: string): readonly ServiceAction[] {
  return tasks.filter((task) => task.spec.desiredState !== 'Removed').map((task) => ({ do: 'retire', task, because }))
}
