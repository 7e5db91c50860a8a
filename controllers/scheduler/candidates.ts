import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { countBy } from '../../api/v1/language/count-by.ts'
import { hostNameOf, keyFor, keyOf, slotKeyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { isOutOfSight } from '../holds/node-hold.ts'
import { replicaOf } from '../service/replica.ts'
import { strategyOf } from '../service/strategy.ts'
import { givesClaims } from '../service/under-way.ts'
import { lastLeft } from '../task/act/left-volumes.ts'
import { hasEnded } from '../../api/v1/task-phase.ts'
import { type Candidate, isOf, refusesNow } from './filters.ts'
import { newestBySlot, outgoingBeside } from './newest.ts'
import { peersByNode } from './peers.ts'
import { pinsOf, type Placing } from '../data/pinned-volumes.ts'
import { afterRestart, type Pins, withNext } from '../data/pins.ts'
import { isOneShot } from '../service/to-end.ts'

/** Tasks of one revision that are placed together. */
export interface Placed {
  readonly tasks: readonly V1Task[]
  /** Where they may wait for host ports and addresses that other tasks are about to give up; absent: nowhere. */
  readonly mayWait?: 'BesidePeers' | 'Anywhere'
}

/**
 * Returns one candidate per node, with all that filters and ranking read. A single literal, as spreading tasks over a thousand nodes costs
 * more than all else here.
 */
export function candidatesFor(
  service: V1Service,
  { tasks: placed, mayWait }: Placed,
  ports: Placing,
): readonly Candidate[] {
  const { store } = ports
  const slots = new Set(placed.map(({ spec }) => spec.slot))
  const stopsFirst = strategyOf(service, false, isOneShot(service, store)).order === 'StopFirst'
  const isReplaced = (task: V1Task) => slots.has(task.spec.slot) && isOf(task, service)
  const makesWay = (task: V1Task) => hasEnded(task) || (stopsFirst && isReplaced(task))
  const ofNode = countOwn(service, store, { makesWay, isReplaced, stopsFirst })
  const replaced = countBy(placed, (task) => nodeBefore(task, store))
  const wanted = asFor(placed, service)
  const pins = pinsFor(wanted, placed, ports)
  const peers = peersByNode(wanted, ports)
  const most = Math.max(0, ...peers.values())
  const [first] = placed
  const gives = (task: V1Task) => first !== undefined && givesClaims(task, first, store)
  const waitsOn = (count: number) => mayWait === 'Anywhere' || (mayWait !== undefined && count > 0 && count === most)
  const outgoingOthers = outgoingBeside(keyOf(service), store)
  return [...store.list('Node')].map(([name, node]) => {
    const { own, ownLeaving, outgoing, ended } = ofNode.get(name) ?? none
    const tasks = store.by('Task', 'node', name)
    return {
      node,
      own,
      ownLeaving,
      ended,
      replaced: replaced.get(name) ?? 0,
      placed: 0,
      tasks,
      peers: peers.get(name) ?? 0,
      load: tasks.size - store.by('Task', 'leaving', name).size - outgoing - (outgoingOthers.get(name) ?? 0),
      makesWay,
      givesClaims: waitsOn(peers.get(name) ?? 0) ? gives : keepsClaims,
      pins,
    }
  })
}

function keepsClaims(): boolean {
  return false
}

/**
 * Returns the pins of the tasks' volumes. Older data counts only where a person restarts tasks that would otherwise wait for the newest.
 */
function pinsFor(service: V1Service, placed: readonly V1Task[], ports: Placing): Pins {
  const pins = pinsOf(service, ports, placed)
  if (![...pins.values()].some(({ older }) => older)) return pins
  const takes = (name: string, volume: string) => {
    const node = ports.store.get('Node', name)
    const declared = ports.store.get('Volume', keyFor(service.metadata.namespace, volume))
    const has = declared && ports.inventory.host(name)?.volumes.has(hostNameOf(declared))
    return Boolean(has && node && refusesNow(node, service) === undefined)
  }
  const known = withNext(pins, { takes, isAwaited: (name) => isOutOfSight(ports.store.get('Node', name)) })
  return placed.every((task) => replicaOf(task).restart !== undefined) ? afterRestart(known) : known
}

/**
 * How many tasks of a service a node has. `own`: those that stay. `ownLeaving`: those that go and hold their place until then. `outgoing`:
 * those that go but were not told to yet. `ended`: those of these that have ended and stay in their slot, as a job's completed ones do.
 */
interface OwnCount {
  own: number
  ownLeaving: number
  outgoing: number
  ended: number
}

const none: Readonly<OwnCount> = { own: 0, ownLeaving: 0, outgoing: 0, ended: 0 }

interface Judges {
  readonly makesWay: (task: V1Task) => boolean
  /** Whether one of the tasks being placed replaces this one, whichever of the two was created first. */
  readonly isReplaced: (task: V1Task) => boolean
  /** Whether an old task ends before its successor starts: on one node the two take one place. */
  readonly stopsFirst: boolean
}

/**
 * Counts a service's tasks by node. Only the newest task of a slot stays: when the others go depends on how long their successors take to
 * start, and the choice of nodes must not depend on that.
 */
function countOwn(
  service: V1Service,
  store: Store,
  { makesWay, isReplaced, stopsFirst }: Judges,
): ReadonlyMap<string, Readonly<OwnCount>> {
  const tasks = store.by('Task', 'service', keyOf(service))
  const newest = newestBySlot(tasks.values())
  const counts = new Map<string, OwnCount>()
  for (const task of tasks.values()) {
    const { node, slot } = task.spec
    if (node === undefined) continue
    const count = counts.get(node) ?? { ...none }
    counts.set(node, count)
    const isToldToGo = store.by('Task', 'leaving', node).has(keyOf(task))
    const last = newest.get(slot)
    const stays = last === task && !isReplaced(task)
    const goes = isToldToGo || makesWay(task) || !stays
    const handsOn = stopsFirst && last !== task && last?.spec.node === node
    if (!goes) count.own++
    else if (!makesWay(task) && !handsOn) count.ownLeaving++
    if (goes && !isToldToGo) noteGoing(count, task, stays)
  }
  return counts
}

/** Counts a task that goes without being told to yet; one that has ended stays in its slot. */
function noteGoing(count: OwnCount, task: V1Task, stays: boolean): void {
  count.outgoing++
  if (stays && hasEnded(task)) count.ended++
}

/** The node of a task's predecessor in its slot. Without one, as after a stop, the node where the slot's last container left its data. */
export function nodeBefore(task: V1Task, store: Store): string | undefined {
  return placedBefore(task, store)?.spec.node ?? lastLeft(task, store)?.node
}

/** The bound task of the same slot, if any. */
export function placedBefore(task: V1Task, store: Store): V1Task | undefined {
  const slot = store.by('Task', 'slot', slotKeyOf(task))
  return [...slot.values()].find((other) => other.spec.node !== undefined)
}

/** The service with the template of the first task, as a task of another revision must be judged by its own template. */
export function asFor([task]: readonly V1Task[], service: V1Service): V1Service {
  return task ? { ...service, spec: { ...service.spec, template: task.spec.template } } : service
}
