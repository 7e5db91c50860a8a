import type { V1Node, V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { isDrained } from '../../../api/v1/node-drained.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'
import { couldRun, refusesGlobal } from '../../scheduler/filters.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import { type Goal, isAtGoal } from '../goal.ts'
import { nowhereWords } from './nowhere.ts'
import type { RolloutPause } from '../rollout-pause.ts'
import type { ServiceView, Target } from '../view.ts'
import { isOneShot } from '../to-end.ts'

/** A Global service, and what its nodes depend on. */
interface Everywhere {
  readonly service: V1Service
  readonly tasks: readonly V1Task[]
  readonly target: Target | undefined
  readonly restart: string | undefined
  /** The pause of its rollouts. */
  readonly held: RolloutPause | undefined
}

/**
 * The nodes that are to have a task of a Global service, or why there is none; empty for other services. A node that may get no new task
 * still counts where its present task stays. Such a node may be missing from the files, as a line may be lost. Or it is drained or no
 * longer allowed, but runs a one-shot, which must neither be cut short nor run there again (S6).
 */
export function globalNodes(
  of: Everywhere,
  ports: Pick<Ports, 'store' | 'inventory'>,
): Pick<ServiceView, 'nodes' | 'nowhere'> {
  if (!isGlobal(of.service.spec)) return { nodes: [] }
  const renamed = namedAnew(of.service, ports)
  const isOpen = (node: V1Node) =>
    (refusesGlobal(node, of.service) === undefined && !renamed.has(node.metadata.name)) ||
    isToStay(node, of, ports.store)
  const all = [...ports.store.list('Node').values()]
  const nodes = all.filter(isOpen).map(({ metadata }) => metadata.name)
  const nowhere = nodes.length === 0 ? nowhereWords(of.service, all) : undefined
  return nowhere === undefined ? { nodes } : { nodes, nowhere }
}

/**
 * Nodes that have a container of a task bound to another node: the host was renamed. They get the task once the node of the old name is
 * gone.
 */
function namedAnew(service: V1Service, { store, inventory }: Pick<Ports, 'store' | 'inventory'>): ReadonlySet<string> {
  const nodes = new Set<string>()
  for (const { node, taskKey } of inventory.containersOfService(keyOf(service))) {
    const bound = taskKey === undefined ? undefined : store.get('Task', taskKey)?.spec.node
    if (bound !== undefined && bound !== node) nodes.add(node)
  }
  return nodes
}

function isToStay(node: V1Node, of: Everywhere, store: Ports['store']): boolean {
  const isAllowed = couldRun(node, of.service)
  if ((isDrained(node) || !isAllowed) && !isOneShot(of.service, store)) return false
  const there = of.tasks.filter((task) => task.spec.node === node.metadata.name && !isRetiring(task))
  const goal = goalOf(of)
  return there.some((task) => (goal === undefined || isAtGoal(task, goal)) && (isAllowed || isAtWorkOrDone(task)))
}

function isAtWorkOrDone({ status }: V1Task): boolean {
  return status?.phase === 'Running' || status?.phase === 'Completed'
}

/** Undefined while nothing is to be replaced: the content is unknown, rollouts are paused, or the update failed. */
function goalOf({ service: { status }, target, restart, held }: Everywhere): Goal | undefined {
  if (!target || status?.stalledHash === target.hash || held !== undefined) return undefined
  return { revision: target.hash, restart }
}
