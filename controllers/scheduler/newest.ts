import type { V1Task } from '../../api/v1/generated/types.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import { isRetiring } from '../task/phase.ts'
import type { Key, Store } from '../../store/objects/store.ts'

/**
 * Returns the newest task of each slot, of those for which `counts` holds. A task that retires is only returned where the slot has no
 * other. All other tasks of the slot go sooner or later.
 */
function lastBySlot(tasks: Iterable<V1Task>, counts: (task: V1Task) => boolean): ReadonlyMap<number, V1Task> {
  const last = new Map<number, V1Task>()
  for (const task of tasks) {
    const other = last.get(task.spec.slot)
    if (counts(task) && (!other || isNewer(task, other))) last.set(task.spec.slot, task)
  }
  return last
}

/** The newest task of each slot, of those bound to a node. */
export function newestBySlot(tasks: Iterable<V1Task>): ReadonlyMap<number, V1Task> {
  return lastBySlot(tasks, ({ spec }) => spec.node !== undefined)
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
