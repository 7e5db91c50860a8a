import { getCondition } from './conditions.ts'
import type { ObjectOf } from './kinds.ts'
import { conditionTypes, serviceReasons } from './reasons.ts'

/** Whether a service is stopped by hand and has no tasks left. */
export function isStopped(object: ObjectOf | undefined): boolean {
  const ready = getCondition(object?.status?.conditions, conditionTypes.ready)
  return object?.kind === 'Service' && ready?.status === 'True' && ready.reason === serviceReasons.stopped
}
