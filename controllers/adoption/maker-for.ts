import { isTrue } from '../../api/v1/conditions.ts'
import type { V1Maker, V1Task } from '../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'

/**
 * Returns who made the thing that has the name of an object, or of what a task of it needs; undefined where nobody else has it. `own`: the
 * tasks of a service.
 */
export function makerFor(object: ObjectOf, own: Iterable<V1Task>): V1Maker | undefined {
  if (object.kind === 'Network') return object.status?.nodes?.find(({ state }) => state === 'Held')?.maker
  if (object.kind !== 'Service') return undefined
  for (const task of own) {
    const { maker, conditions } = task.status ?? {}
    if (maker && !isRetiring(task) && !isTrue(conditions, conditionTypes.ready)) return maker
  }
  return undefined
}
