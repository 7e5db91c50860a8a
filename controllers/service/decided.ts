import { filter, type Observable } from 'rxjs'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import { each } from '../runtime/each.ts'

/**
 * Whether the service loop has looked at what is wanted now of a task's service. Before that nobody knows whether the task stays,
 * and the same start would give other calls each time.
 */
export function isDecided(task: V1Task, store: Store): boolean {
  const service = store.get('Service', serviceKeyOf(task))
  return service === undefined || isObserved(service)
}

/** Those of which that is known: only for them anything is made. */
export function* decidedOf(tasks: Iterable<V1Task>, store: Store): Iterable<V1Task> {
  for (const task of tasks) if (isDecided(task, store)) yield task
}

/** The tasks of each service whose loop has just looked at what is wanted now of it. */
export function tasksDecided(store: Store): Observable<V1Task> {
  return store.watch('Service').pipe(
    filter(isNewlyDecided),
    each(({ key }) => [...store.by('Task', 'service', key).values()]),
  )
}

function isNewlyDecided({ before, after }: Change<V1Service>): boolean {
  return after !== undefined && isObserved(after) && (before === undefined || !isObserved(before))
}
