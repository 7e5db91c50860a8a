import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { besideIt } from '../adoption/beside.ts'
import { areListed } from '../runtime/listed.ts'
import type { Ports } from '../runtime/ports.ts'
import { leftBehind } from '../holds/left-behind.ts'
import { anotherEngine, isNodeGone } from '../holds/node-hold.ts'
import { pauseOf } from '../holds/pause.ts'
import { stopOf } from '../holds/stop.ts'
import { changesInPlace } from '../../engine/normalise/template-change.ts'
import { present } from '../../engine/container/present.ts'
import { copiesOf, runsElsewhere } from '../task/observe/copies.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import { adoptableOf } from './observe/arriving.ts'
import type { Forsaken } from './plan/forsaken.ts'
import { dyingOf } from './observe/dying.ts'
import { globalNodes } from './observe/global-nodes.ts'
import { ourselvesIn } from './observe/ourselves.ts'
import { replicaOf } from './replica.ts'
import { restartOf } from './restart.ts'
import { noRoomFor } from '../scheduler/reservations.ts'
import { isRetryAsked } from './retry.ts'
import { rolloutPauseOf } from './rollout-pause.ts'
import { type StandIns, standInsOf } from './observe/stand-ins.ts'
import { strandedIn } from './observe/stranded.ts'
import { targetIn } from './target.ts'
import { isOneShot } from './to-end.ts'
import { unknownContents } from './observe/unknown-contents.ts'
import { unwelcomeOf } from './observe/unwelcome.ts'
import type { ServiceView } from './view.ts'

/**
 * Whether every host was listed, and every bound task looked at, since this process started. Deciding earlier would take a running task for
 * a missing one, and overlook containers that are to be adopted.
 */
export function isLookedAt(key: string, ports: Ports): boolean {
  if (!areListed(ports)) return false
  return !tasksOf(key, ports).some((task) => replicaOf(task).unseen)
}

/** Reads all that the plan of a service needs; undefined when the service is gone. */
export function observeService(key: string, ports: Ports): ServiceView | undefined {
  const { store, clock } = ports
  const service = store.get('Service', key)
  if (!service) return undefined
  const tasks = inOrder(tasksOf(key, ports))
  const wanted = wantedOf(service, ports)
  const paused = pauseOf(store, service.metadata, clock.now())
  const stopped = stopOf(store, key)
  const restart = restartOf(store, key)
  const held = rolloutPauseOf(store, key)
  const ourselves = ourselvesIn(service, tasks, ports)
  const live = tasks.filter((task) => !isRetiring(task) && !hasEnded(task))
  const standIns = standInsOf(service, live, ports)
  const forsaken = forsakenOf(service, live, { standIns, ports })
  const { moving, misplaced, ...unwelcome } = unwelcomeOf(service, live, ports)
  const staying = new Map([...unwelcome.staying, ...standIns.staying])
  return {
    service,
    tasks,
    revisions: [...store.by('Revision', 'service', key).values()],
    ...globalNodes({ service, tasks, target: wanted.target, restart, held }, ports),
    adoptable: adoptableOf({ service, tasks, target: wanted.target }, ports),
    ...questionsOf(service, store),
    retry: isRetryAsked(store, key),
    now: clock.now(),
    ...wanted,
    ...(paused ? { paused } : {}),
    ...(stopped ? { stopped } : {}),
    ...(restart === undefined ? {} : { restart }),
    ...(held ? { held } : {}),
    ...(ourselves ? { ourselves } : {}),
    ...present({ beside: besideIt(service, ports) }),
    ...astrayOf(tasks, ports),
    dying: dyingOf(service, live, ports),
    ...(forsaken.size > 0 ? { forsaken } : {}),
    ...(moving.size > 0 ? { moving } : {}),
    ...(misplaced === undefined ? {} : { misplaced }),
    ...(staying.size > 0 ? { staying, standInsAt: standIns.nextAt } : {}),
  }
}

/** What the plan asks about single tasks and names. */
function questionsOf(service: V1Service, store: Ports['store']): Pick<ServiceView, 'isClaimed' | 'inPlace' | 'noRoom'> {
  return {
    isClaimed: (name) => isClaimed(name, service, store),
    inPlace: changesInPlace,
    noRoom: (task, change) => noRoomFor(task, change, store),
  }
}

function wantedOf(
  service: V1Service,
  { store, onlyLooks, isUnattended, concerns }: Ports,
): Pick<ServiceView, 'target' | 'unknown' | 'toEnd' | 'onlyLooks' | 'isUnattended' | 'byCommand'> {
  const target = targetIn(service, store)
  const unknown = target ? undefined : unknownContents(service, store)
  return {
    ...(target ? { target } : {}),
    ...(unknown ? { unknown } : {}),
    ...(isOneShot(service, store) ? { toEnd: true } : {}),
    ...(onlyLooks ? { onlyLooks: true } : {}),
    ...(isUnattended ? { isUnattended: true } : {}),
    ...(concerns ? { byCommand: true } : {}),
  }
}

/** The tasks that stay and whose container is on another node than they are bound to, with that node; their own has none, or is gone. */
function astrayOf(tasks: readonly V1Task[], ports: Ports): Pick<ServiceView, 'astray'> {
  const found = new Map<string, string>()
  for (const task of tasks) {
    const node = isRetiring(task) ? undefined : runsElsewhere(task, ports)
    if (node !== undefined) found.set(task.metadata.name, node)
  }
  return found.size > 0 ? { astray: found } : {}
}

/** What becomes of live tasks that can't go on where they are, by name. Ended tasks need no place and stay as they are. */
function forsakenOf(
  service: V1Service,
  live: readonly V1Task[],
  { standIns, ports }: { readonly standIns: StandIns; readonly ports: Ports },
): ReadonlyMap<string, Forsaken> {
  const isStrandedIn = strandedIn(service, ports)
  const isStranded = (task: V1Task) => !replicaOf(task).leaves && isStrandedIn(task) // else it leaves anyway
  const found = new Map<string, Forsaken>()
  const note = (task: V1Task, as: Forsaken | undefined) => as && found.set(task.metadata.name, as)
  for (const task of live) {
    const { node } = task.spec
    if (node === undefined) continue
    note(task, isNodeGone(node, ports) ? withoutNode(task, ports) : isStranded(task) ? 'stranded' : undefined)
  }
  // A renamed task's container is adopted under the new name of its host, so it needs no stand-in.
  for (const task of standIns.lost) if (found.get(task.metadata.name) !== 'renamed') note(task, 'lost')
  for (const task of standIns.relieved) note(task, 'relieved')
  return found
}

/**
 * What becomes of a task whose node is gone; undefined: it waits. It waits where the engine that has its container is not approved for its
 * node, and where its data is left behind.
 */
function withoutNode(task: V1Task, ports: Ports): Forsaken | undefined {
  const found = copiesOf(task, ports)
  const isRenamed = found.some(({ node }) => anotherEngine(node, ports) === undefined)
  if (found.length > 0 && !isRenamed) return undefined
  if (isRenamed) return 'renamed'
  return leftBehind(task, ports) === undefined ? 'replaced' : undefined
}

function isClaimed(containerName: string, { metadata: { uid } }: V1Service, { list }: Ports['store']): boolean {
  for (const { metadata, spec } of list('Service').values())
    if (spec.containerName === containerName && metadata.uid !== uid) return true
  return false
}

function tasksOf(key: string, { store }: Ports): V1Task[] {
  const tasks: V1Task[] = []
  store.by('Task', 'service', key).forEach((task) => tasks.push(task))
  return tasks
}

/** Sorts by slot and name. Tasks are created in that order, so that usually there is nothing to sort. */
function inOrder(tasks: V1Task[]): readonly V1Task[] {
  for (let index = 1; index < tasks.length; index++)
    if (byName(tasks[index - 1] as V1Task, tasks[index] as V1Task) > 0) return tasks.sort(byName)
  return tasks
}

function byName(a: V1Task, b: V1Task): number {
  return replicaOf(a).slot - replicaOf(b).slot || (a.metadata.name < b.metadata.name ? -1 : 1)
}
