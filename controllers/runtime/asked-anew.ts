import { filter, map, type Observable } from 'rxjs'
import type { Key, Store } from '../../store/objects/store.ts'

/** Emits the keys of objects that were created, deleted, or got a new generation. Status writes are left out: they are the loop's own. */
export function askedAnew(store: Store, kind: 'Network' | 'Volume'): Observable<Key> {
  return store.watch(kind).pipe(
    filter(({ before, after }) => before?.metadata.generation !== after?.metadata.generation),
    map(({ key }) => key),
  )
}
