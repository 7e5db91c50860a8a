import { EMPTY, type Observable } from 'rxjs'
import type { Kind } from '../../api/v1/kinds.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { each } from '../runtime/each.ts'
import type { StackLocks } from './stack-locks.ts'

interface Turning {
  readonly store: Store
  readonly locks: StackLocks | undefined
}

/** The keys of a kind in stacks whose locks other homes took or let go of. */
export function lockTurns(kind: Kind, { locks, store }: Turning): Observable<Key> {
  return locks ? locks.turned().pipe(each((stack) => store.by(kind, 'namespace', stack).keys())) : EMPTY
}
