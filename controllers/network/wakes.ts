import { filter, map, merge, type Observable } from 'rxjs'
import { isClosed } from '../../api/v1/closed-node.ts'
import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { consents } from '../adoption/may-adopt.ts'
import { askedAnew } from '../runtime/asked-anew.ts'
import { each } from '../runtime/each.ts'
import { leftBy } from '../holds/used-elsewhere.ts'
import { lockTurns } from '../locks/wakes.ts'
import { nodesTurned } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { keysConcerned } from '../ownership/concerned.ts'
import { keysUnanswered } from '../ownership/unanswered.ts'
import { keysOf, usersBegun } from '../ownership/users.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import { tasksDecided } from '../service/decided.ts'
import { keysRenamed } from './former-names.ts'
import { completed, moved, withSharers } from './apart.ts'
import { keysRefused } from './refused.ts'

/** Wakes the networks that a change of any object may concern. */
export function networkWakes({ store, inventory, locks, installation }: Ports): Observable<Key> {
  return merge(
    lockTurns('Network', { store, locks }),
    askedAnew(store, 'Network'),
    consents(store).pipe(each((stack) => store.by('Network', 'namespace', stack).keys())),
    store.watchSpecs('Task').pipe(each((change) => moved(change, store))),
    store.watch('Task').pipe(each((change) => completed(change, store))),
    store.watch('Task').pipe(each((change) => usersBegun(change, ({ spec }) => networksOf(spec.template)))),
    tasksDecided(store).pipe(each((task) => keysOf(task, networksOf(task.spec.template)))),
    store.watchSpecs('Task').pipe(each((change) => leftBy(change, 'Network', store))),
    store.watchSpecs('Service').pipe(each((change) => withSharers(awaitedBefore(change), store))),
    merge(nodesTurned(store), nodesOpened(store)).pipe(each(() => store.list('Network').keys())),
    inventory.watch().pipe(
      each((change) => {
        if (change.type === 'host') return [...store.list('Network').keys(), ...keysUnanswered('Network', store)]
        if (change.type === 'container') return keysRenamed(change.node, { store, inventory, installation })
        if (change.type !== 'network') return []
        const { name = '', labels } = change
        return [...keysConcerned('Network', { name, labels }, store), ...keysRefused(change, { store, inventory })]
      }),
    ),
  )
}

/**
 * The networks of a service's template before it changed: it may not need them now, even if it had no task whose removal would wake them.
 */
function awaitedBefore({ before }: Change<V1Service>): readonly string[] {
  if (!before) return []
  return networksOf(before.spec.template).map((name) => keyFor(before.metadata.namespace, name))
}

/** The nodes that begin or cease to take new tasks: what has ended there counts as a user only while they do. */
function nodesOpened(store: Store): Observable<string> {
  return store.watch('Node').pipe(
    filter(({ before, after }) => isClosed(after) !== isClosed(before)),
    map(({ key }) => key),
  )
}
