import { type Observable, filter, map, merge } from 'rxjs'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import type { V1Config, V1Secret, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { each } from '../runtime/each.ts'
import { lockTurns } from '../locks/wakes.ts'
import { undeclaredTurned } from '../holds/leaving.ts'
import { nodesTurned } from '../holds/node-hold.ts'
import { tasksDecided } from '../service/decided.ts'
import { waitsForBytes } from './observe.ts'
import { type DeliveredKind, referencesOf } from './path.ts'
import { lostPlace } from './record.ts'

/** Wakes the Secrets or Configs whose bytes a change may concern. */
export function deliveryWakes(kind: DeliveredKind, { store, contents, inventory, locks }: Ports): Observable<Key> {
  return merge(
    lockTurns(kind, { store, locks }),
    contents.changes().pipe(
      filter((id) => id.startsWith(`${kind}/`)),
      map((id) => id.slice(kind.length + 1)),
    ),
    store.watch(kind).pipe(
      filter(concernsTheLoop),
      map(({ key }) => key),
    ),
    store.watch('Task').pipe(each((change) => keysConcerned(kind, change, store))),
    merge(
      nodesTurned(store),
      undeclaredTurned(store),
      inventory.watch().pipe(filter(({ type }) => type === 'host')),
    ).pipe(each(() => store.list(kind).keys())),
    tasksDecided(store).pipe(each((task) => keysMountedBy(kind, task))),
    store.watch('Service').pipe(
      filter(needsOthers),
      each(({ key }) => [...store.by(kind, 'namespace', key.slice(0, key.indexOf('/'))).keys()]),
    ),
  )
}

const none: readonly string[] = []

/** Ignores the loop's own status changes, so that a failure is retried with backoff. */
function concernsTheLoop({ before, after }: Change<V1Secret | V1Config>): boolean {
  if (!after) return false
  if (!before) return true
  return before.spec !== after.spec || isBeingDeleted(before) !== isBeingDeleted(after) || lostPlace(before, after)
}

/** Whether a service's revisions changed, a rollout ended, or it is being deleted: earlier bytes may be unneeded now. */
function needsOthers({ before, after }: Change<V1Service>): boolean {
  if (!before || !after) return before !== undefined
  const [was, is] = [before.status ?? {}, after.status ?? {}]
  if (was.currentRevision !== is.currentRevision || was.updateRevision !== is.updateRevision) return true
  if (isRolling(was.rollout) && !isRolling(is.rollout)) return true
  return isBeingDeleted(after) !== isBeingDeleted(before)
}

/**
 * The objects that a task waits for, or just stopped waiting for, whose hold then ends; and those that a deleted task mounted, which may be
 * collected.
 */
function keysConcerned(kind: DeliveredKind, { before, after }: Change<V1Task>, store: Store): readonly string[] {
  if (!after) return before ? keysMountedBy(kind, before) : none
  const [waited, waits] = [before !== undefined && waitsForBytes(before, store), waitsForBytes(after, store)]
  if (!waited && !waits) return none
  // Another message for the same wait, as after a failed delivery, is no news.
  const isSame = waited && waits && before?.spec === after.spec && before?.status?.reason === after.status?.reason
  return isSame ? none : keysMountedBy(kind, after)
}

function keysMountedBy(kind: DeliveredKind, task: V1Task): readonly string[] {
  const all = referencesOf(task.spec.template)
  if (all.length === 0) return none
  const references = all.filter((reference) => reference.kind === kind)
  return references.map(({ name }) => keyFor(task.metadata.namespace, name))
}
