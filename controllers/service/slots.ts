import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { slotKeyOf } from '../../api/v1/names.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { hasEnded } from '../../api/v1/task-phase.ts'
import type { Store } from '../../store/objects/store.ts'
import { mayEnd } from './ended.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'

/** One of a service's replicas by number, with its tasks. */
export interface Slot {
  readonly number: number
  /** The node, for Global services: fixed from the start. */
  readonly node?: string
  readonly live: readonly V1Task[]
  readonly retiring: readonly V1Task[]
}

/** Returns the slots that a service has or should have, sorted by number. */
export function slotsOf(service: V1Service, tasks: readonly V1Task[], nodes: readonly string[]): readonly Slot[] {
  const slots = new Map<number, OpenSlot>()
  if (isGlobal(service.spec))
    for (const [number, node] of wantedByNode(tasks, nodes)) slots.set(number, { ...openSlot(number), node })
  else for (let number = 1; number <= (service.spec.replicas ?? 1); number++) slots.set(number, openSlot(number))
  for (const task of tasks) {
    const { slot: number, retiring } = replicaOf(task)
    const slot = slots.get(number) ?? openSlot(number)
    if (retiring) slot.retiring = [...slot.retiring, task]
    else if (slot.live.length === 0) slot.live = [task]
    else slot.live = [...slot.live, task]
    slots.set(number, slot)
  }
  const all = [...slots.values()]
  return isInOrder(all) ? all : all.sort((a, b) => a.number - b.number)
}

/** Slots share one empty list, as most have a single task. */
interface OpenSlot extends Slot {
  live: readonly V1Task[]
  retiring: readonly V1Task[]
}

const none: readonly V1Task[] = []

function openSlot(number: number): OpenSlot {
  return { number, live: none, retiring: none }
}

function isInOrder(slots: readonly Slot[]): boolean {
  let last = Number.NEGATIVE_INFINITY
  for (const { number } of slots) {
    if (number < last) return false
    last = number
  }
  return true
}

/** The other tasks of a task's slot. */
export function othersInSlot(task: V1Task, store: Pick<Store, 'by'>): readonly V1Task[] {
  const slot = [...store.by('Task', 'slot', slotKeyOf(task)).values()]
  return slot.filter(({ metadata }) => metadata.name !== task.metadata.name)
}

/** Whether a container at this node and slot number takes a task's place. For Global services the node decides, whatever the number. */
export function isPlaceOf(
  { spec }: V1Task,
  at: { readonly node: string; readonly slot: number },
  service: V1Service | undefined,
): boolean {
  return service && isGlobal(service.spec) ? spec.node === at.node : spec.slot === at.slot
}

/** How many tasks a service should have. */
export function desiredCount(service: V1Service, nodes: readonly string[]): number {
  return isGlobal(service.spec) ? nodes.length : (service.spec.replicas ?? 1)
}

/** The slots that are not among the others. */
export function without(slots: readonly Slot[], wanted: readonly Slot[]): readonly Slot[] {
  const isWanted = new Set(wanted)
  return slots.filter((slot) => !isWanted.has(slot))
}

/** Whether a task is ready: it runs and its health check passes, or it completed. */
export function isReady(task: V1Task): boolean {
  return replicaOf(task).readySince !== undefined
}

/**
 * Whether nothing can be done for a slot until its host answers, so that no other slot waits for it. Its task may be running well. A
 * replacement that no other node fits does not change that.
 */
export function isAway({ live }: Slot): boolean {
  const replicas = live.map(replicaOf)
  return replicas.some(({ unreached }) => unreached) && replicas.every((one) => one.unreached || one.unplaced)
}

/**
 * Chooses the slots that are to have a task, as many as the service should have: those with a ready task first, then those whose ready task
 * is to leave its node, then those with one that has not ended, then those with ended ones, then empty ones; among equals the lowest
 * numbers (docs/decisions/the-highest-slots-go.md). A completed task is ready, but the first to go where a service is not to end.
 */
export function wantedSlots(slots: readonly Slot[], view: ServiceView): readonly Slot[] {
  const count = desiredCount(view.service, view.nodes)
  if (slots.length <= count) return slots
  const endsUnasked = (task: V1Task) => !mayEnd(view) && replicaOf(task).completed
  const isWell = (task: V1Task) => isReady(task) && !endsUnasked(task)
  const isToLeave = ({ metadata }: V1Task) => view.moving?.has(metadata.name) ?? false
  const worth = ({ live }: Slot): number => {
    const well = live.filter(isWell)
    if (well.length > 0) return well.every(isToLeave) ? 1 : 0
    if (live.length === 0) return 4
    return live.every(hasEnded) ? 3 : 2
  }
  const byWorth = [...slots].sort((a, b) => worth(a) - worth(b) || a.number - b.number)
  const wanted = new Set(byWorth.slice(0, count))
  return slots.filter((slot) => wanted.has(slot))
}

/** Assigns slot numbers to nodes: a node keeps the number that it has, new nodes take the lowest free ones. */
function wantedByNode(tasks: readonly V1Task[], nodes: readonly string[]): Map<number, string> {
  const numberOf = new Map<string, number>()
  for (const retiring of [false, true])
    for (const task of tasks) {
      const { node, slot } = task.spec
      if (node && replicaOf(task).retiring === retiring && !numberOf.has(node)) numberOf.set(node, slot)
    }
  // Also those of further tasks on one node, as of a service that was Replicated before.
  const taken = new Set(tasks.map(({ spec }) => spec.slot))
  const wanted = new Map<number, string>()
  let next = 1
  for (const node of [...nodes].sort()) {
    let number = numberOf.get(node)
    if (number === undefined) {
      while (taken.has(next)) next++
      number = next
      taken.add(number)
    }
    wanted.set(number, node)
  }
  return wanted
}
