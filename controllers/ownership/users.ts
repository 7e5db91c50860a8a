import { isClosed } from '../../api/v1/closed-node.ts'
import type { V1Task } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import type { Change, Store } from '../../store/objects/store.ts'
import { nodeHold } from '../holds/node-hold.ts'
import { isUnbegun } from '../holds/unbegun.ts'
import { hasEnded, isEvicted, isRetiring } from '../../api/v1/task-phase.ts'
import type { Ports } from '../runtime/ports.ts'

/**
 * The keys of the objects named by `names`, if a change of a task may matter to them: the task was created, deleted, evicted, bound to a
 * node, or got another template. Empty otherwise.
 */
export function usersChanged(
  { before, after }: Change<V1Task>,
  names: (task: V1Task) => readonly string[],
): readonly string[] {
  if (before && after && isAlike(before, after)) return none
  const task = after ?? before
  return task ? keysOf(task, names(task)) : none
}

/** The keys of the named objects in the task's namespace. */
export function keysOf({ metadata }: V1Task, names: readonly string[]): readonly string[] {
  return names.map((name) => keyFor(metadata.namespace, name))
}

function isAlike(a: V1Task, b: V1Task): boolean {
  return a.spec.node === b.spec.node && a.spec.template === b.spec.template && isEvicted(a) === isEvicted(b)
}

const none: readonly string[] = []

/**
 * Whether nothing is to wait for a task: it is given up, or it has ended on a node that takes no tasks. Of a volume that is not enough, which
 * its container keeps on an engine that answers.
 */
export function isSpent(task: V1Task, ports: Ports): boolean {
  const node = ports.store.get('Node', task.spec.node ?? '')
  return isGivenUp(task, ports) || (hasEnded(task) && node !== undefined && isClosed(node))
}

/**
 * Whether neither a task nor its container is to be waited for. On a node that is gone or may not be worked on that is one that has ended,
 * which needs nothing any more, and an evicted one, which another one replaces.
 */
export function isGivenUp(task: V1Task, ports: Ports): boolean {
  const { node = '' } = task.spec
  if (!hasEnded(task) && !isEvicted(task)) return false
  if (hasEnded(task) && !ports.store.get('Node', node)) return true
  return nodeHold(node, ports) !== undefined
}

/** The nodes of the tasks that are not on their way out and may begin. Nothing is created for others. */
export function stayingOn(tasks: Iterable<V1Task>, store: Store): ReadonlySet<string> {
  const nodes = new Set<string>()
  for (const task of tasks)
    if (task.spec.node !== undefined && !isRetiring(task) && !isUnbegun(task, store)) nodes.add(task.spec.node)
  return nodes
}

/** The keys of the objects named by `names`, if a task may begin that was not to, as its service is in a file again. Empty otherwise. */
export function usersBegun(
  { before, after }: Change<V1Task>,
  names: (task: V1Task) => readonly string[],
): readonly string[] {
  const isHeld = (task: V1Task | undefined) => task?.status?.reason === taskReasons.waitingForFile
  return after && isHeld(before) && !isHeld(after) ? keysOf(after, names(after)) : none
}

/** The names of the tasks bound to each node. */
export function namesByNode(tasks: Iterable<V1Task>): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>()
  for (const { spec, metadata } of tasks) {
    if (spec.node === undefined) continue
    const list = names.get(spec.node)
    if (list) list.push(metadata.name)
    else names.set(spec.node, [metadata.name])
  }
  return names
}
