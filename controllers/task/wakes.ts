import { EMPTY, map, merge, type Observable } from 'rxjs'
import { isAlone } from '../../api/v1/alone.ts'
import type { V1Config, V1Secret, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { lacksImage } from '../../api/v1/lacks-image.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { keyFor, keyOf, serviceKeyOf, slotKeyOf, splitKey } from '../../api/v1/names.ts'
import { holdReasons, serviceReasons, taskReasons } from '../../api/v1/reasons.ts'
import { isStopped } from '../../api/v1/stopped.ts'
import { networksOf } from '../../api/v1/template-refs.ts'
import type { Change, FactFamily, Key } from '../../store/objects/store.ts'
import type { InventoryChange } from '../../engine/inventory.ts'
import { each } from '../runtime/each.ts'
import { lockTurns } from '../locks/wakes.ts'
import { wholeOn } from '../holds/half-made.ts'
import { turnsUndeclared } from '../holds/leaving.ts'
import { nodesLost, nodesTurned } from '../holds/node-hold.ts'
import { areListed } from '../runtime/listed.ts'
import type { Ports } from '../runtime/ports.ts'
import { keysUnanswered } from '../ownership/unanswered.ts'
import { taskLooked } from '../adoption/lost.ts'
import { tasksDecided } from '../service/decided.ts'
import { restartOf } from '../service/restart.ts'
import { saysRolledOut, turnsRollout } from '../service/under-way.ts'
import { joinedWakes } from './joined-wakes.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { heirsOf } from './observe/leaving-writer.ts'
import { inLineWith, isInPortLine } from './observe/port-queue.ts'
import { concernedUsers, isWaiting, waiting } from './waiting.ts'
import { taskKeyIn } from '../ownership/made-for.ts'

/** Wakes the tasks that a change of any object may concern. */
export function taskWakes(ports: Ports): Observable<Key> {
  const { store } = ports
  const nameless = new Set([...store.list('Task')].filter(([, task]) => isNameless(task)).map(([key]) => key))
  return merge(
    store.watch('Task').pipe(
      each((change) => {
        if (isNameless(change.after)) nameless.add(change.key)
        else nameless.delete(change.key)
        const line = movesLine(change) ? inLine([change.after ?? change.before], nameless, ports) : none
        const others = [...sharersOf(change, ports), ...leftBeside(change, ports), ...heirsOf(change, ports), ...line]
        return concernsTheLoop(change) ? [change.key, ...others] : others
      }),
    ),
    store.watch('Service').pipe(
      each((change) => {
        const moved = movesOn(change) ? inLine(store.by('Task', 'service', change.key).values(), nameless, ports) : none
        return [...tasksThatWait(change, ports), ...moved]
      }),
    ),
    ...(['network', 'volume', 'secret', 'config'] as const).map((index) =>
      ports.store
        .watch(kindOf[index])
        .pipe(each((change) => concernedUsers(change, ports.store.by('Task', index, change.key)))),
    ),
    merge(store.watch('Secret'), store.watch('Config')).pipe(each((change) => behindUsers(change, ports))),
    ports.store.watchFacts().pipe(each((fact) => tasksOfFact(fact, ports))),
    ports.developing?.restarts() ?? EMPTY,
    joinedWakes(ports),
    tasksDecided(store).pipe(map(keyOf)),
    lockTurns('Task', { store: ports.store, locks: ports.locks }),
    nodesTurned(ports.store).pipe(each((node) => tasksOn(node, ports))),
    nodesLost(ports.store).pipe(each((node) => successorsOf(node, ports))),
    ports.inventory.watch().pipe(each((change) => [...tasksOf(change, ports), ...lineOf(change, nameless, ports)])),
  )
}

/**
 * The tasks that wait for a service which mounts a Secret or Config, once that was observed: the service may turn out to need no rollout.
 */
function behindUsers({ before, after }: Change<V1Secret | V1Config>, { store }: Ports): readonly Key[] {
  if (!after || !before || isObserved(before) || !isObserved(after)) return []
  const index = after.kind === 'Secret' ? 'secret' : 'config'
  const users = new Set([...store.by('Task', index, keyOf(after)).values()].map(serviceKeyOf))
  const behind = [...users].flatMap((key) => [...store.by('Service', 'dependsOn', key).keys()])
  return behind.flatMap((key) => tasksOfService(key, store, isUnsettled))
}

/**
 * The tasks that may go on because of a fact: a pause or restart that ended, a retry by a person, a deletion that was decided on, a volume
 * that is whole, an adoption or its search for containers of others.
 */
function tasksOfFact(fact: { family: FactFamily; key: string }, { store }: Ports): Iterable<string> {
  const { family, key } = fact
  if (family === 'pause') return store.by('Task', 'namespace', splitKey(key).namespace ?? key).keys()
  if (family === 'restart')
    return restartOf(store, key) === undefined ? tasksOfAll(store.by('Service', 'dependsOn', key).keys(), store) : none
  if (family === 'retry') return store.by('Task', 'service', key).keys()
  if (turnsUndeclared(fact)) return waiting(store.list('Task'))
  const node = wholeOn(fact, store)
  if (node !== undefined) return waiting(store.by('Task', 'node', node))
  if (family !== 'adoption') return none
  return key.startsWith(ADOPTED) ? store.by('Task', 'service', key.slice(ADOPTED.length)).keys() : taskLooked(key)
}

const ADOPTED = 'Service/'

/** The tasks that wait for a name or a port, and that a change of one of our containers may concern. */
function lineOf({ type, labels: own }: InventoryChange, nameless: Iterable<Key>, ports: Ports): Iterable<Key> {
  if (type !== 'container') return none
  return inLine([ports.store.get('Task', taskKeyIn(own))], nameless, ports)
}

/** All tasks that wait for a name, as any change may free one, and those that wait for the same ports as the given tasks, or for theirs. */
function inLine(tasks: Iterable<V1Task | undefined>, nameless: Iterable<Key>, ports: Ports): Iterable<Key> {
  const line = new Set(nameless)
  for (const task of tasks) for (const key of task ? inLineWith(task, ports) : none) line.add(key)
  return line
}

/** Whether a task waits for a name that a container of another service has. */
function isNameless(task: V1Task | undefined): boolean {
  return task?.status?.reason === taskReasons.waitingForName
}

/** Whether a task starts or stops to wait for a name or a port, or begins to leave and gives up its own. */
function movesLine({ before, after }: Change<V1Task>): boolean {
  if (!before || !after) return before !== undefined
  const isMoved = before.status?.reason !== after.status?.reason && (isInLine(before) || isInLine(after))
  return isMoved || isLeaving(before) !== isLeaving(after)
}

function isInLine(task: V1Task): boolean {
  return isNameless(task) || isInPortLine(task)
}

function isLeaving(task: V1Task): boolean {
  return isRetiring(task) || hasEnded(task)
}

/** Whether a rollout begins, makes progress or ends: tasks of other services may wait for its ports. */
function movesOn(change: Change<V1Service>): boolean {
  const [was, is] = [change.before, change.after].map((service) => service?.status?.rollout?.progressedAt)
  return turnsRollout(change) || was !== is
}

/**
 * Whether a change of a task concerns the loop. Its own status writes do not. Changes of spec, deletion and finalizers do, and the
 * scheduler's message that no node fits.
 */
function concernsTheLoop({ before, after }: Change<V1Task>): boolean {
  if (!after) return false
  if (!before) return true
  return (
    before.spec !== after.spec ||
    (after.spec.node === undefined && before.status?.message !== after.status?.message) ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp ||
    before.metadata.finalizers !== after.metadata.finalizers
  )
}

/**
 * The tasks that may go on after a change of a service: those of services that depend on it or share with it. After a change of spec or of
 * `--no-deps`, a deletion or a stop also its own; after the last two also those of its dependencies. After a change of its rollout also
 * those that left a step to the rollout.
 */
function tasksThatWait({ key, before, after }: Change<V1Service>, { store }: Ports): readonly string[] {
  const { namespace } = splitKey(key)
  const ending = isEnding(before, after)
  const targets = ending ? (before?.spec.dependsOn ?? []).map(({ service }) => keyFor(namespace, service)) : []
  const own = ending || before?.spec !== after?.spec || turnsAlone(before, after) ? [key] : []
  const dependents = [...store.by('Service', 'dependsOn', key).keys(), ...store.by('Service', 'shares', key).keys()]
  const unsettled = [...own, ...targets, ...dependents].flatMap((service) =>
    tasksOfService(service, store, isUnsettled),
  )
  if (!turnsReplaced(before, after)) return unsettled
  const left = tasksOfService(key, store, ({ status }) => leftToRollout.has(status?.reason))
  return [...unsettled, ...left, ...tasksOfAll(dependents, store)]
}

/** Whether a service starts or stops to ignore its dependencies (`--no-deps`). */
function turnsAlone(before: V1Service | undefined, after: V1Service | undefined): boolean {
  return before !== undefined && after !== undefined && isAlone(before) !== isAlone(after)
}

const leftToRollout = new Set<string | undefined>([taskReasons.waitingForSuccessor, serviceReasons.rolloutFailed])

/** Whether the state of its rollout changes, or its status becomes current and says that it is rolled out. */
function turnsReplaced(before: V1Service | undefined, after: V1Service | undefined): boolean {
  return (
    before?.status?.rollout?.state !== after?.status?.rollout?.state || (!saysRolledOut(before) && saysRolledOut(after))
  )
}

/** Whether a service's deletion or stop begins, or a stop ends. */
function isEnding(before: V1Service | undefined, after: V1Service | undefined): boolean {
  if (!after || isStopped(before) !== isStopped(after)) return true
  return before?.metadata.deletionTimestamp !== after.metadata.deletionTimestamp
}

function tasksOfAll(services: Iterable<string>, store: Ports['store']): readonly string[] {
  return [...services].flatMap((service) => tasksOfService(service, store, () => true))
}

function tasksOfService(service: string, store: Ports['store'], which: (task: V1Task) => boolean): readonly string[] {
  return [...store.by('Task', 'service', service)].filter(([, task]) => which(task)).map(([key]) => key)
}

const none: readonly string[] = []

/**
 * The tasks that share a namespace or volumes with a task that started anew, which leaves theirs empty, or that leaves, so that they move
 * to another.
 */
function sharersOf({ before, after }: Change<V1Task>, { store }: Ports): readonly string[] {
  const task = after ?? before
  const goes = !after || (before !== undefined && isLeaving(before) !== isLeaving(after))
  if (!task || (!goes && before?.status?.startedAt === after.status?.startedAt)) return none
  const sharers = store.by('Service', 'shares', serviceKeyOf(task))
  return tasksOfAll(sharers.keys(), store)
}

/** The tasks of a slot that were not tried after a failed rollout, once another task of the slot leaves. */
function leftBeside({ before, after }: Change<V1Task>, { store }: Ports): readonly string[] {
  if (!before || (after && isRetiring(before) === isRetiring(after))) return none
  const slot = [...store.by('Task', 'slot', slotKeyOf(before))]
  return slot.filter(([, { status }]) => status?.reason === serviceReasons.rolloutFailed).map(([key]) => key)
}

function isUnsettled({ status, spec, metadata }: V1Task): boolean {
  return status?.phase !== 'Running' || metadata.deletionTimestamp !== undefined || spec.desiredState === 'Removed'
}

const kindOf = { network: 'Network', volume: 'Volume', secret: 'Secret', config: 'Config' } as const

/**
 * The tasks that a change on a host concerns. Of a container, its own and those that wait for its name; of a network, its users; of a host
 * that came or went, all on it, and those on others that waited for the last list of all.
 */
function tasksOf(change: InventoryChange, ports: Ports): Iterable<string> {
  const { store } = ports
  const { [labels.stack]: stack, [labels.task]: task, [labels.name]: service } = change.labels
  if (change.type === 'host') return [...tasksOn(change.node, ports), ...(areListed(ports) ? behindLists(ports) : none)]
  if (change.type === 'container' && task !== undefined && change.labels[labels.installation] === ports.installation) {
    const key = keyFor(stack, task)
    // The slot of an adopted container may differ from the number in its labels.
    const slot = store.get('Task', key)?.spec.slot ?? change.labels[composeLabels.containerNumber]
    return [key, ...waitingSiblings(key, `${stack}/${service}/${slot}`, ports)]
  }
  if (change.type === 'container') return tasksWithoutName(change, ports)
  if (change.type === 'image') return withoutImage(change.node, ports)
  if (change.type === 'volume') return waiting(store.by('Task', 'node', change.node))
  if (change.type === 'network') return tasksIn(change.node, { stack, network: service }, ports)
  return []
}

/** The tasks of a node, those of other nodes with a container on it, and deleted ones with an unanswered create on it. */
function tasksOn(node: string, { store, inventory }: Ports): readonly string[] {
  const there = inventory.host(node)?.containers.values() ?? []
  const copies = [...there].flatMap(({ Config: { Labels: own } }) => {
    const key = taskKeyIn(own)
    const bound = store.get('Task', key)
    return bound && bound.spec.node !== node ? key : []
  })
  return [...store.by('Task', 'node', node).keys(), ...copies, ...keysUnanswered('Task', store, node)]
}

/** The tasks that wait to learn what runs in their place on other hosts. */
function behindLists({ store }: Ports): readonly string[] {
  const tasks = [...store.list('Task')]
  return tasks.filter(([, { status }]) => status?.reason === taskReasons.waitingForAdoption).map(([key]) => key)
}

/** The tasks on other nodes that wait for a task which may still run on this one. */
function successorsOf(node: string, ports: Ports): readonly string[] {
  const there = [...ports.store.by('Task', 'node', node)]
  return there.flatMap(([key, task]) => [...waitingSiblings(key, slotKeyOf(task), ports)])
}

/** The tasks of a node whose image could not be had: somebody else may have brought it. */
function withoutImage(node: string, { store }: Ports): readonly string[] {
  const bound = [...store.by('Task', 'node', node)]
  return bound.filter(([, { status }]) => lacksImage(status ?? {})).map(([key]) => key)
}

/** The tasks of a node that wait for a network or run in it. The latter may have lost it, and find it again. */
function tasksIn(node: string, network: HostNetwork, { store }: Ports): readonly string[] {
  const bound = [...store.by('Task', 'node', node)]
  return bound.filter(([, task]) => isConcerned(task) && mayUse(task, network, store)).map(([key]) => key)
}

/** A network's stack and name, by its labels. */
interface HostNetwork {
  readonly stack: string | undefined
  readonly network: string | undefined
}

function isConcerned(task: V1Task): boolean {
  return task.status?.phase === 'Running' || isWaiting(task)
}

/** Whether a network may be one of the task's. An external network may have any labels. */
function mayUse({ metadata, spec }: V1Task, { stack, network }: HostNetwork, store: Ports['store']): boolean {
  return networksOf(spec.template).some(
    (name) =>
      (name === network && metadata.namespace === stack) ||
      store.get('Network', keyFor(metadata.namespace, name))?.spec.external,
  )
}

/** The tasks whose name was taken: a foreign container changed, which may have freed the name or ended the service's work on any node. */
function tasksWithoutName({ node, labels: own }: InventoryChange, { store }: Ports): readonly string[] {
  const service = keyFor(own[composeLabels.project], own[composeLabels.service] ?? '')
  return [...new Map([...store.by('Task', 'node', node), ...store.by('Task', 'service', service)])]
    .filter(([, task]) => task.status?.reason === holdReasons.nameTaken)
    .map(([key]) => key)
}

/**
 * The tasks of a task's slot, if there are others: one may wait for the other. That of a container which was just adopted is not there yet.
 */
function waitingSiblings(key: Key, slot: string, { store }: Ports): Iterable<string> {
  const tasks = store.by('Task', 'slot', slot)
  return tasks.size === 1 && tasks.has(key) ? none : tasks.keys()
}
