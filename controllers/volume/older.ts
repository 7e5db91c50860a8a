import { filter, merge, type Observable } from 'rxjs'
import type { V1OlderCopy, V1Volume } from '../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { olderCopy } from '../holds/older-copy.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { changesFit } from '../scheduler/filters.ts'
import { olderOn } from '../data/last-mounted.ts'

/** The older copy of a volume's data that its services could go on with; undefined where there is none. */
export function olderOf(volume: V1Volume, ports: Ports): V1OlderCopy | undefined {
  const key = keyOf(volume)
  const tasks = [...ports.store.by('Task', 'volume', key).values()].filter(
    ({ status }) => status?.phase !== 'Completed',
  )
  const services = [...new Set(tasks.map(({ spec }) => spec.service))].sort()
  return services.length === 0 ? undefined : olderCopy(key, services, ports)
}

/** Emits volumes with older copies when a Node or a service's spec changes: which services may use the copy depends on both. */
export function olderTurned(store: Store): Observable<Key> {
  const hasOlder = (key: Key) => olderOn(key, store).length > 0
  return merge(
    store.watch('Node').pipe(
      filter(changesFit),
      each(() => [...store.list('Volume').keys()].filter(hasOlder)),
    ),
    store.watch('Service').pipe(
      filter(({ before, after }) => before?.spec !== after?.spec),
      each(({ after }) =>
        volumesOf(after?.spec.template ?? {})
          .map((name) => keyFor(after?.metadata.namespace, name))
          .filter(hasOlder),
      ),
    ),
  )
}
