import { type Observable, filter, map, merge } from 'rxjs'
import type { Key } from '../../store/objects/store.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import { consents } from '../adoption/may-adopt.ts'
import { askedAnew } from '../runtime/asked-anew.ts'
import { keysConcerned } from '../ownership/concerned.ts'
import { each } from '../runtime/each.ts'
import { lockTurns } from '../locks/wakes.ts'
import { nodesTurned } from '../holds/node-hold.ts'
import { leftBy } from '../holds/used-elsewhere.ts'
import type { Ports } from '../runtime/ports.ts'
import { keysOf, usersBegun, usersChanged } from '../ownership/users.ts'
import { tasksDecided } from '../service/decided.ts'
import { olderTurned } from './older.ts'

/** Wakes the volumes that a change of any object may concern. */
export function volumeWakes({ store, inventory, locks }: Ports): Observable<Key> {
  return merge(
    lockTurns('Volume', { store, locks }),
    askedAnew(store, 'Volume'),
    consents(store).pipe(each((stack) => store.by('Volume', 'namespace', stack).keys())),
    store.watchSpecs('Task').pipe(each((change) => usersChanged(change, ({ spec }) => volumesOf(spec.template)))),
    store.watch('Task').pipe(each((change) => usersBegun(change, ({ spec }) => volumesOf(spec.template)))),
    tasksDecided(store).pipe(each((task) => keysOf(task, volumesOf(task.spec.template)))),
    store.watchSpecs('Task').pipe(each((change) => leftBy(change, 'Volume', store))),
    store.watchFacts().pipe(
      filter(({ family, key }) => family === 'approval' && key.startsWith('Volume/')),
      map(({ key }) => key.slice('Volume/'.length)),
    ),
    nodesTurned(store).pipe(each(() => store.list('Volume').keys())),
    olderTurned(store),
    inventory.watch().pipe(
      filter(({ type }) => type === 'volume' || type === 'host'),
      each(({ type, id: name, labels }) =>
        type === 'host' ? store.list('Volume').keys() : keysConcerned('Volume', { name, labels }, store),
      ),
    ),
  )
}
