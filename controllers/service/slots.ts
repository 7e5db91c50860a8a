import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { hasEnded } from '../task/phase.ts'
import { replicaOf } from './replica.ts'

/** The tasks of one place among a service's replicas. */
export interface Slot {
  readonly number: number
  /** Bound from the start for Global services. */
  readonly node?: string
  readonly live: readonly V1Task[]
  readonly retiring: readonly V1Task[]
}

/** The slots that a service has or should have, by number. */
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

/** Most slots have one task, so that lists are made only where there is something in them. */
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

/** Whether what is on a node, under a number, stands in a task's place: a service that runs once on each node has one there, whatever its number. */
export function isPlaceOf(
  { spec }: V1Task,
  at: { readonly node: string; readonly slot: number },
  service: V1Service | undefined,
): boolean {
  return service && isGlobal(service.spec) ? spec.node === at.node : spec.slot === at.slot
}

/** How many tasks a service is to have. */
export function desiredCount(service: V1Service, nodes: readonly string[]): number {
  return isGlobal(service.spec) ? nodes.length : (service.spec.replicas ?? 1)
}

/** Whether a task does what it is for: it runs and its health check passes, or it completed. */
export function isReady(task: V1Task): boolean {
  return replicaOf(task).readySince !== undefined
}

/**
 * Whether nothing can be done for a slot before its host answers: what runs there may do well, and no other slot waits for it. A task
 * that is to replace it elsewhere, and that no other node fits, is as good as there.
 */
export function isAway({ live }: Slot): boolean {
  const replicas = live.map(replicaOf)
  return replicas.some(({ unreached }) => unreached) && replicas.every((one) => one.unreached || one.unplaced)
}

/**
 * The slots that are to have a task, at most `count`: held ones that run come first, then by number; a slot that holds
 * nothing is filled lowest number first. (On many hosts: from the nodes with most copies first, as Swarm chooses.)
 */
export function wantedSlots(slots: readonly Slot[], count: number): readonly Slot[] {
  if (slots.length <= count) return slots
  const byWorth = [...slots].sort((a, b) => worth(a) - worth(b) || a.number - b.number)
  const wanted = new Set(byWorth.slice(0, count))
  return slots.filter((slot) => wanted.has(slot))
}

function worth(slot: Slot): number {
  if (slot.live.length === 0) return 3
  if (slot.live.some(isReady)) return 0
  return slot.live.some((task) => !hasEnded(task)) ? 1 : 2
}

/** A node keeps the slot number that it has; new nodes take the lowest free ones. */
function wantedByNode(tasks: readonly V1Task[], nodes: readonly string[]): Map<number, string> {
  const numberOf = new Map<string, number>()
  for (const retiring of [false, true])
    for (const task of tasks) {
      const { node, slot } = task.spec
      if (node && replicaOf(task).retiring === retiring && !numberOf.has(node)) numberOf.set(node, slot)
    }
  const taken = new Set(numberOf.values())
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
