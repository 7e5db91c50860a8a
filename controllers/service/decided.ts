import { filter, type Observable } from 'rxjs'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'

/**
 * Whether the service loop has observed the current generation of a task's service. Before that nobody knows whether the task stays, and
 * acting on it would make the calls at startup depend on timing.
 */
export function isDecided(task: V1Task, store: Store): boolean {
  const service = store.get('Service', serviceKeyOf(task))
  return service === undefined || isObserved(service)
}

/**
 * Drops from a plan the creates on nodes where every user of the object is a task that is not decided yet: it may be about to go. Tasks of
 * services that these controllers do not reconcile count as decided, as nobody decides on them.
 */
export function dueOf<A extends { readonly do: string; readonly node: string }>(
  planned: readonly A[],
  users: ReadonlyMap<string, V1Task>,
  { store, concerns }: Pick<Ports, 'store' | 'concerns'>,
): readonly A[] {
  if (!planned.some(({ do: verb }) => verb === 'create')) return planned
  const isKnown = (task: V1Task) => isDecided(task, store) || !(concerns?.(serviceKeyOf(task), 'Service') ?? true)
  const known = new Set<string>()
  for (const task of users.values()) {
    const { node } = task.spec
    if (node !== undefined && !known.has(node) && !isRetiring(task) && isKnown(task)) known.add(node)
  }
  return planned.filter(({ do: verb, node }) => verb !== 'create' || known.has(node))
}

/** Emits the tasks of each service whose loop has just observed its current generation. */
export function tasksDecided(store: Store): Observable<V1Task> {
  return store.watch('Service').pipe(
    filter(isNewlyDecided),
    each(({ key }) => [...store.by('Task', 'service', key).values()]),
  )
}

function isNewlyDecided({ before, after }: Change<V1Service>): boolean {
  return after !== undefined && isObserved(after) && (before === undefined || !isObserved(before))
}
