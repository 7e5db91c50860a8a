import { filter, map, merge, type Observable } from 'rxjs'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { claimsOf } from '../../api/v1/host-claims.ts'
import { labels } from '../../api/v1/labels.ts'
import { keyFor, splitKey } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { isUp } from '../../engine/container/is-up.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { turnsRollout } from '../service/under-way.ts'
import { changesPins, mountersOfHost, mountersWith } from '../data/pinned-volumes.ts'
import { changesFit } from './filters.ts'
import { decides } from './turns.ts'

/** Wakes the services whose unbound tasks a change may let find a node. */
export function schedulerWakes({ store, inventory }: Ports): Observable<Key> {
  return merge(
    store.watchSpecs('Task').pipe(
      filter(({ after }) => after !== undefined && after.spec.node === undefined),
      map(({ after }) => keyFor(after?.metadata.namespace, after?.spec.service ?? '')),
    ),
    store.watchSpecs('Task').pipe(
      filter(({ before, after }) => before?.spec.node === undefined && after?.spec.node !== undefined),
      each(({ after }) => unplaced(() => sharersOf(after, store), store)),
    ),
    store.watchSpecs('Service').pipe(
      filter(({ key }) => store.by('Task', 'unbound', key).size > 0),
      map(({ key }) => key),
    ),
    store.watch('Service').pipe(
      filter((change) => store.by('Task', 'unbound', '*').size > 0 && (decides(change) || turnsRollout(change))),
      map(({ key }) => key),
    ),
    store.watchSpecs('Service').pipe(each((change) => unplaced(() => mountersWith(change, store), store))),
    inventory.watch().pipe(
      filter(({ type }) => type === 'volume'),
      each(({ id }) => unplaced(() => mountersOfHost(id, store), store)),
    ),
    store.watch('Volume').pipe(
      filter(changesPins),
      each(({ before, after = before }) => unplacedIn(after?.metadata.namespace, store)),
    ),
    dataTurns({ store, inventory }),
    merge(
      roomMade(store),
      store.watch('Service').pipe(filter((change) => turnsRollout(change) && holdsClaims(change.key, store))),
      store.watch('Node').pipe(filter(changesFit)),
    ).pipe(each(() => unplaced(() => store.list('Service'), store))),
  )
}

/**
 * Emits services whose tasks may wait to learn where their data is: once a mount is recorded, a task is adopted with its volumes,
 * or a container that no task owns stops or goes.
 */
function dataTurns({ store, inventory }: Pick<Ports, 'store' | 'inventory'>): Observable<Key> {
  return merge(
    inventory.watch().pipe(
      filter(({ type, node, id }) => type === 'container' && !runs(inventory.host(node)?.containers.get(id))),
      each(({ labels: own }) => unplacedIn(own[labels.stack], store)),
    ),
    store.watch('Task').pipe(
      filter(({ before, after }) => before === undefined && takesVolumesOver(after)),
      each(({ after }) => unplacedIn(after?.metadata.namespace, store)),
    ),
    store.watchFacts().pipe(
      filter(({ family }) => family === 'mounted' || family === 'written'),
      each(({ key }) => unplacedIn(splitKey(key).namespace, store)),
    ),
  )
}

/** Emits where a task gives up its place on a node, at the end of its container or before. */
export function roomMade(store: Store): Observable<Change<V1Task>> {
  return merge(store.watchSpecs('Task').pipe(filter(makesRoom)), store.watch('Task').pipe(filter(ends)))
}

/** Whether a task left its node, began to retire, or got another template: ports and resources that it held may be free for others. */
function makesRoom({ before, after }: Change<V1Task>): boolean {
  if (before?.spec.node === undefined) return false
  if (after?.spec.node !== before.spec.node || after.spec.template !== before.spec.template) return true
  return isRetiring(after) && !isRetiring(before)
}

/** Whether tasks of a service have host ports or addresses that a turn of its rollout may free. */
function holdsClaims(service: Key, store: Store): boolean {
  for (const task of store.by('Task', 'service', service).values())
    if (task.spec.node !== undefined && claimsOf(task).size > 0) return true
  return false
}

/** Whether a new task mounts volumes of an adopted container: only adopted tasks are created with a node. */
function takesVolumesOver(task: V1Task | undefined): boolean {
  return task?.spec.node !== undefined && volumesOf(task.spec.template).length > 0
}

function runs(container: HostContainer | undefined): boolean {
  return container !== undefined && isUp(container.State.Status)
}

/** Whether a task has just reached its outcome: its container no longer runs. */
function ends({ before, after }: Change<V1Task>): boolean {
  return after !== undefined && hasEnded(after) && !(before && hasEnded(before))
}

/** The services that share a namespace with this task's service or link to it. Their tasks wait until one of its tasks is on a node. */
function sharersOf(task: V1Task | undefined, store: Store): ReadonlyMap<string, V1Service> {
  return store.by('Service', 'shares', keyFor(task?.metadata.namespace, task?.spec.service ?? ''))
}

/** Those of `services` that have an unbound task. `services` is only called while any task is unbound. */
function unplaced(services: () => ReadonlyMap<string, V1Service>, store: Store): readonly string[] {
  if (store.by('Task', 'unbound', '*').size === 0) return []
  return [...services().keys()].filter((key) => store.by('Task', 'unbound', key).size > 0)
}

/** The services of a stack that have an unbound task. */
function unplacedIn(stack: string | undefined, store: Store): readonly string[] {
  return unplaced(() => store.by('Service', 'namespace', stack ?? ''), store)
}
