import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import type { Change, Store } from '../../store/objects/store.ts'

/**
 * Whether the service loop has looked at what is wanted now of a task's service. Before that nobody knows whether the task stays,
 * and the same start would give other calls each time.
 */
export function isDecided(task: V1Task, store: Store): boolean {
  const service = store.get('Service', serviceKeyOf(task))
  return service === undefined || isObserved(service)
}

/** Whether a change of a service is that its loop has looked at what is wanted now. */
export function isNewlyDecided({ before, after }: Change<V1Service>): boolean {
  return after !== undefined && isObserved(after) && (before === undefined || !isObserved(before))
}
