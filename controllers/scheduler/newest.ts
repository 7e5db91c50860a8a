import type { V1Task } from '../../api/v1/generated/types.ts'

/** Of the tasks of a service that have a node the one of each slot that was made last: the others go, however long that takes. */
export function newestBySlot(tasks: Iterable<V1Task>): ReadonlyMap<number, V1Task> {
  const newest = new Map<number, V1Task>()
  const madeAt = ({ metadata }: V1Task) => metadata.creationTimestamp ?? ''
  for (const task of tasks) {
    const { node, slot } = task.spec
    const other = newest.get(slot)
    if (node !== undefined && (!other || madeAt(other) < madeAt(task))) newest.set(slot, task)
  }
  return newest
}
