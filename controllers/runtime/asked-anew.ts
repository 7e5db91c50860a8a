import { filter, map, type Observable } from 'rxjs'
import type { Key, Store } from '../../store/objects/store.ts'

/** Objects that came or went, or of which something else is asked: what their loop itself writes to their status is no news to it. */
export function askedAnew(store: Store, kind: 'Network' | 'Volume'): Observable<Key> {
  return store.watch(kind).pipe(
    filter(({ before, after }) => before?.metadata.generation !== after?.metadata.generation),
    map(({ key }) => key),
  )
}
