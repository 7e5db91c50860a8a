import type { V1Task } from '../../api/v1/generated/types.ts'
import { countBy } from '../../api/v1/language/count-by.ts'

/**
 * Distributes tasks over the nodes that were chosen for them. A task whose predecessor is on a chosen node goes there: the predecessor
 * makes way for this task, and with another one the node would have one too many. Pure.
 */
export function assign(
  tasks: readonly V1Task[],
  nodes: readonly string[],
  nodeBefore: (task: V1Task) => string | undefined,
): ReadonlyMap<V1Task, string> {
  const free = new Map(countBy(nodes, (node) => node))
  const takes = (node: string) => {
    const count = free.get(node) ?? 0
    if (count > 0) free.set(node, count - 1)
    return count > 0
  }
  const assigned = new Map<V1Task, string>()
  for (const task of tasks) {
    const before = nodeBefore(task)
    if (before !== undefined && takes(before)) assigned.set(task, before)
  }
  const others = tasks.filter((task) => !assigned.has(task))
  nodes.filter(takes).forEach((node, index) => {
    const task = others[index]
    if (task) assigned.set(task, node)
  })
  return assigned
}
