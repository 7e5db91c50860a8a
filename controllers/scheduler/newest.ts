import type { V1Task } from '../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/** The newest task of each slot, of those bound to a node. One that retires is only returned where the slot has no other. */
export function newestBySlot(tasks: Iterable<V1Task>): ReadonlyMap<number, V1Task> {
  const newest = new Map<number, V1Task>()
  for (const task of tasks) {
    const other = newest.get(task.spec.slot)
    if (task.spec.node !== undefined && (!other || isNewer(task, other))) newest.set(task.spec.slot, task)
  }
  return newest
}

/** The newest of the tasks of a slot, bound or not. All others go sooner or later. */
function newestOf(tasks: Iterable<V1Task>): V1Task | undefined {
  let newest: V1Task | undefined
  for (const task of tasks) if (!newest || isNewer(task, newest)) newest = task
  return newest
}

function isNewer(a: V1Task, b: V1Task): boolean {
  if (isRetiring(a) !== isRetiring(b)) return isRetiring(b)
  return (a.metadata.creationTimestamp ?? '') > (b.metadata.creationTimestamp ?? '')
}

/**
 * Returns per node how many tasks of all other services go without being told to yet: a rollout under way has a newer task of their slot.
 * Without this count, the choice of a node would depend on how far other rollouts have come. A rollout that does not proceed is left out:
 * its old tasks run on.
 */
export function outgoingBeside(service: Key, store: Store): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  if (store.list('Node').size < 2) return counts
  for (const slot of store.crowded('Task', 'slot')) {
    const tasks = store.by('Task', 'slot', slot)
    const [first] = tasks.values()
    const key = first && serviceKeyOf(first)
    if (key === undefined || key === service || !isRolling(store.get('Service', key)?.status?.rollout)) continue
    const last = newestOf(tasks.values())
    for (const [name, task] of tasks) {
      const { node } = task.spec
      if (node === undefined || task === last || store.by('Task', 'leaving', node).has(name)) continue
      counts.set(node, (counts.get(node) ?? 0) + 1)
    }
  }
  return counts
}
