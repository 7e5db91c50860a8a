import type { V1Node, V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { isDrained } from '../../../api/v1/node-drained.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'
import { couldRun, refusesGlobal } from '../../scheduler/filters.ts'
import { isRetiring } from '../../task/phase.ts'
import { type Goal, isAtGoal } from '../goal.ts'
import { nowhereWords } from './nowhere.ts'
import type { ServiceView, Target } from '../view.ts'
import { isOneShot } from '../to-end.ts'

/** A service, and what is going on with it. */
interface Everywhere {
  readonly service: V1Service
  readonly tasks: readonly V1Task[]
  readonly target: Target | undefined
  readonly restart: string | undefined
  /** Those that people asked for, of the service or of its rollouts. */
  readonly pauses: readonly (object | undefined)[]
}

/**
 * The nodes that are to have a task of a service that runs once on each, or why there is none; of another service nothing. Where no
 * new task comes, one that is as it is to be stays: on a node that no file declares any more, as a line may be lost; and of what is there
 * to end on one that is drained, or not allowed any more, as it is let end, and is not to run a second time there (S6).
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

/** Nodes with a container of a task of the service that is another node's: it is theirs once the name of before is gone. */
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

/** Undefined where nothing is replaced: while that is not known, or paused, and after an update that failed. */
function goalOf({ service: { status }, target, restart, pauses }: Everywhere): Goal | undefined {
  if (!target || status?.stalledHash === target.hash || pauses.some((pause) => pause !== undefined)) return undefined
  return { revision: target.hash, restart }
}
