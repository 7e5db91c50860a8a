import type { V1Task } from '../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import { goingSoon } from './going-soon.ts'

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
 * Returns per node how many tasks of all other services go without being told to yet: a rollout under way has a newer task of their slot,
 * or their service is in no file any more. Without this count, the choice of a node would depend on how far other rollouts and deletions
 * have come. A rollout that does not proceed is left out: its old tasks run on.
 */
export function outgoingBeside(service: Key, store: Store): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  if (store.list('Node').size < 2) return counts
  const gone = goingSoon(store)
  const count = (name: Key, { spec: { node } }: V1Task) => {
    if (node === undefined || store.by('Task', 'leaving', node).has(name)) return
    counts.set(node, (counts.get(node) ?? 0) + 1)
  }
  for (const slot of store.crowded('Task', 'slot')) {
    const tasks = store.by('Task', 'slot', slot)
    const [first] = tasks.values()
    const key = first && serviceKeyOf(first)
    if (key === undefined || key === service || gone.has(key)) continue
    if (!isRolling(store.get('Service', key)?.status?.rollout)) continue
    const last = newestOf(tasks.values())
    for (const [name, task] of tasks) if (task !== last) count(name, task)
  }
  for (const key of gone)
    if (key !== service) store.by('Task', 'service', key).forEach((task, name) => count(name, task))
  return counts
}
