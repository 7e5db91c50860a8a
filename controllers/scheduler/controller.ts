import { filter, map, merge, type Observable } from 'rxjs'
import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { claimsOf } from '../../api/v1/host-claims.ts'
import { labels } from '../../api/v1/labels.ts'
import { keyFor, keyOf, splitKey } from '../../api/v1/names.ts'
import { isUnplaced } from '../../api/v1/unplaced.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'
import type { Change, Key, Store } from '../../store/objects/store.ts'
import { isUp } from '../../engine/container/is-up.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import { areListed, areTold } from '../runtime/listed.ts'
import type { Controller } from '../runtime/controller.ts'
import { each } from '../runtime/each.ts'
import type { Ports } from '../runtime/ports.ts'
import { again, done } from '../runtime/result.ts'
import { runsElsewhere } from '../task/observe/copies.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { turnsRollout } from '../service/under-way.ts'
import { assign } from './assign.ts'
import { asFor, candidatesFor, nodeBefore, type Placed } from './candidates.ts'
import { changesFit, isReady } from './filters.ts'
import { tellLeftData, tellLeftPaths, tellOlderData, tellUnseenData } from '../data/left-data.ts'
import { nodeOfWritten } from '../data/path-pins.ts'
import { changesPins, mountersOfHost, mountersWith } from '../data/pinned-volumes.ts'
import { planPlacement } from './plan.ts'
import { decides, leaveLine, turnsOf, unboundOf } from './turns.ts'
import { unapprovedIn, withUnapproved } from './unapproved.ts'
import { waitsForUnseen } from '../data/unseen-data.ts'
import { mountsUnknownCopy } from '../data/unknown-copies.ts'
import { runsUntaken } from '../data/yet-to-take-over.ts'

/**
 * Binds unbound tasks to nodes. One pass places the tasks that were not tried yet, of all services, in the order of the services' names, and
 * among them those of the key's service that no node fitted before.
 */
export const schedulerController: Controller = {
  name: 'scheduler',
  kind: 'Service',
  coalesce: (_, { store }) => store.list('Node').size,

  wakes: ({ store, inventory }) =>
    merge(
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
        store.watchSpecs('Task').pipe(filter(makesRoom)),
        store.watch('Task').pipe(filter(ends)),
        store.watch('Service').pipe(filter((change) => turnsRollout(change) && holdsClaims(change.key, store))),
        store.watch('Node').pipe(filter(changesFit)),
      ).pipe(each(() => unplaced(() => store.list('Service'), store))),
    ),

  async reconcile(key, ports) {
    if (ports.store.by('Task', 'unbound', key).size === 0) leaveLine(key, ports.store)
    if (ports.store.by('Task', 'unbound', '*').size === 0) return done
    if (!areListed(ports) || !areTold(ports)) return done
    const { now, waitMs } = turnsOf(key, ports)
    for (const each of now) placeAll(each, ports)
    return waitMs === undefined ? done : again(waitMs, 'other services are about to have tasks')
  },
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

function placeAll(key: Key, ports: Ports): void {
  const service = ports.store.get('Service', key)
  if (!service) return
  for (const alike of groupBy(unboundOf(key, ports.store), ({ spec }) => spec.revision).values()) {
    const wanted = asFor(alike, service)
    const together = groupBy(alike, (task) => nodeOfWritten(task, wanted, ports.store))
    for (const tasks of together.values()) place(service, tasks, ports)
  }
}

/**
 * Binds tasks of one revision that wrote to paths of the same node, or of none. The fixed ports and addresses that other tasks are about to
 * give up count as free beside the services that they share a bridge with, as they reach these nowhere else; for those that fit no node so,
 * everywhere.
 */
function place(service: V1Service, tasks: readonly V1Task[], ports: Ports): void {
  const free = tasks.filter((task) => !isHeld(task, service, ports))
  const { left } = bindTo(service, { tasks: free, mayWait: 'BesidePeers' }, ports)
  if (left.length === 0) return
  const { left: unplaced, because } = bindTo(service, { tasks: left, mayWait: 'Anywhere' }, ports)
  if (unplaced.length === 0) return
  const nodes = [...ports.store.list('Node').values()]
  const why = { because, isToldOfNodes: !nodes.some(isReady), unapproved: unapprovedIn(nodes) }
  for (const task of unplaced) leaveUnplaced(task, why, ports)
}

/**
 * Whether a task must wait: its container is there, and the service loop is about to bind the task to its node; or its data is, or may be,
 * on a host that was not seen before, as its status then says.
 */
function isHeld(task: V1Task, service: V1Service, ports: Ports): boolean {
  if (runsElsewhere(task, ports) !== undefined) return true
  const unseen = waitsForUnseen(task, service, ports) ?? runsUntaken(asFor([task], service), ports)
  const because = unseen ?? mountsUnknownCopy(task, service, ports)
  const reason = unseen === undefined ? taskReasons.copyUnknown : taskReasons.noNodeFits
  if (because !== undefined) leaveUnplaced(task, { because, reason, isToldOfNodes: false }, ports)
  return because !== undefined
}

/** Binds the tasks for which a node is found; returns the others, and why no node fits them. */
function bindTo(
  service: V1Service,
  placed: Placed,
  ports: Ports,
): { readonly left: readonly V1Task[]; readonly because: string } {
  const { tasks } = placed
  const candidates = candidatesFor(service, placed, ports)
  const { nodes, because } = planPlacement(asFor(tasks, service), candidates, tasks.length)
  const before = new Map(tasks.map((task) => [task, nodeBefore(task, ports.store)]))
  const nodeOf = assign(tasks, nodes, (task) => before.get(task))
  for (const [task, node] of nodeOf) {
    tellLeftData({ service, task, from: before.get(task), to: node }, ports)
    tellLeftPaths({ service, task, to: node }, ports)
    tellOlderData({ service, task, to: node }, ports)
    tellUnseenData({ service, task, to: node }, ports)
    bind(task, node, ports)
  }
  return { left: tasks.filter((task) => !nodeOf.has(task)), because }
}

interface Unplaced {
  readonly because: string
  /** Absent: no node fits. */
  readonly reason?: string
  /** True while no node is ready. The Nodes report that themselves, so no event is recorded for each task. */
  readonly isToldOfNodes: boolean
  /** Which nodes take no task because another engine answers there, in words; absent where there is none. */
  readonly unapproved?: string | undefined
}

/** Binding counts as progress for a task that no node fitted before: a rollout that waited for it is not late. */
function bind(task: V1Task, node: string, { store, clock }: Ports): void {
  const { status = {} } = task
  const bound = { phase: 'Assigned' as const, reason: taskReasons.scheduled, message: `bound to ${node}` }
  const moved = isUnplaced(task) ? { progressedAt: timestamp(clock.now()) } : {}
  const approved = withUnapproved(status, undefined, clock.now())
  store.put('Task', keyOf(task), {
    spec: { ...task.spec, node },
    status: { ...status, ...bound, ...moved, ...approved },
  })
}

/** Sets a task to Pending and says why. Records an event only when that changes: nothing else would tell. */
function leaveUnplaced(task: V1Task, why: Unplaced, { store, recorder, clock }: Ports): void {
  const { because: message, reason = taskReasons.noNodeFits, isToldOfNodes, unapproved } = why
  const { status = {} } = task
  const key = keyOf(task)
  const isNews = status.reason !== reason || status.message !== message
  if (isNews && !isToldOfNodes) recorder.record({ object: `Task/${key}`, type: 'Warning', reason, message })
  const held = withUnapproved(status, unapproved, clock.now())
  store.putStatus('Task', key, { ...status, phase: 'Pending', reason, message, ...held })
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
