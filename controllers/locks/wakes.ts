import { EMPTY, type Observable } from 'rxjs'
import type { Kind } from '../../api/v1/kinds.ts'
import { splitKey } from '../../api/v1/names.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { each } from '../runtime/each.ts'
import { keysUnanswered } from '../ownership/unanswered.ts'
import type { StackLocks } from './stack-locks.ts'

interface Turning {
  readonly store: Store
  readonly locks: StackLocks | undefined
}

/**
 * Wakes the objects of a kind in stacks whose locks other homes take or release, or that may be stolen now. Includes deleted objects with
 * an unanswered create.
 */
export function lockTurns(kind: Kind, { locks, store }: Turning): Observable<Key> {
  const keysIn = (stack: string) => [
    ...store.by(kind, 'namespace', stack).keys(),
    ...[...keysUnanswered(kind, store)].filter((key) => splitKey(key).namespace === stack),
  ]
  return locks ? locks.turned().pipe(each(keysIn)) : EMPTY
}
