import type { V1Task } from '../../api/v1/generated/types.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { isRetiring } from '../task/phase.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/**
 * Of the tasks of a service the one of each slot that was made last, of those that are not told to go where there is one: the others go,
 * however long that takes.
 */
function lastBySlot(tasks: Iterable<V1Task>, counts: (task: V1Task) => boolean): ReadonlyMap<number, V1Task> {
  const last = new Map<number, V1Task>()
  for (const task of tasks) {
    const other = last.get(task.spec.slot)
    if (counts(task) && (!other || isNewer(task, other))) last.set(task.spec.slot, task)
  }
  return last
}

/** The same of those that have a node. */
export function newestBySlot(tasks: Iterable<V1Task>): ReadonlyMap<number, V1Task> {
  return lastBySlot(tasks, ({ spec }) => spec.node !== undefined)
}

function isNewer(a: V1Task, b: V1Task): boolean {
  if (isRetiring(a) !== isRetiring(b)) return isRetiring(b)
  return (a.metadata.creationTimestamp ?? '') > (b.metadata.creationTimestamp ?? '')
}

/**
 * How many tasks on each node go that are not told to yet, as the rollout of their service has a newer one of their slot, of all services but
 * one. Else where that one's tasks go would hang on how far the rollouts of others are. What a rollout that stands leaves runs on.
 */
export function outgoingBeside(service: Key, store: Store): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  if (store.list('Node').size < 2) return counts
  for (const [key, other] of store.list('Service')) {
    if (key === service || !isRolling(other.status?.rollout)) continue
    const tasks = store.by('Task', 'service', key)
    const slots = isGlobal(other.spec) ? store.list('Node').size : (other.spec.replicas ?? 1)
    if (tasks.size <= slots) continue // as many as in a first deployment, which replaces nothing
    const last = lastBySlot(tasks.values(), () => true)
    for (const [name, task] of tasks) {
      const { node, slot } = task.spec
      if (node === undefined || last.get(slot) === task || store.by('Task', 'leaving', node).has(name)) continue
      counts.set(node, (counts.get(node) ?? 0) + 1)
    }
  }
  return counts
}
