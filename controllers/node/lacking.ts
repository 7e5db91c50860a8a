import { setCondition } from '../../api/v1/conditions.ts'
import type { V1Node, V1Task } from '../../api/v1/generated/types.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { conditionTypes, nodeReasons, taskReasons } from '../../api/v1/reasons.ts'
import type { Change } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { asFor, candidatesFor } from '../scheduler/candidates.ts'
import { planPlacement } from '../scheduler/plan.ts'
import { tasksOn } from './still-there.ts'

/** What an approval would have made, as `stack/name`. */
export interface Lacking {
  /** What is to run on the node and the engine that answers has not. */
  readonly bound: readonly string[]
  /** What no other node takes, and this one would. */
  readonly unplaced: readonly string[]
}

/** What would be made on a node once the engine that answers there is approved. */
export function lackingOn(node: V1Node, ports: Ports): Lacking {
  const { name } = node.metadata
  return { bound: boundTo(name, ports), unplaced: unplacedFor(node, ports) }
}

/** Whether a change of a task may be one of what has no node: it has none any more, or has one now. */
export function changesUnplaced({ before, after }: Change<V1Task>): boolean {
  return isUnplaced(before) !== isUnplaced(after)
}

function boundTo(node: string, { store, inventory }: Ports): readonly string[] {
  const isThere = (task: V1Task) =>
    inventory.containersOf(task.metadata.name).some((each) => each.node === node && each.taskKey === keyOf(task))
  return tasksOn(node, store)
    .filter((task) => !isThere(task))
    .map(keyOf)
}

/** Those that were offered all nodes, of which none took them; this one would, if it were ready. */
function unplacedFor(node: V1Node, ports: Ports): readonly string[] {
  const { store, clock } = ports
  const unplaced = [...store.by('Task', 'unbound', '*').values()].filter(isUnplaced)
  const ready = { type: conditionTypes.ready, status: 'True' as const, reason: nodeReasons.engineAnswers, message: '' }
  const approved = {
    ...node,
    status: { ...node.status, conditions: setCondition(node.status?.conditions, ready, clock.now()) },
  }
  return [...groupBy(unplaced, (task) => `${serviceKeyOf(task)} ${task.spec.revision}`).values()].flatMap((alike) => {
    const [first] = alike
    const service = first && store.get('Service', serviceKeyOf(first))
    if (!service) return []
    const others = candidatesFor(service, { tasks: alike, givesPorts: () => false }, ports)
    const own = others.flatMap((each) =>
      each.node.metadata.name === node.metadata.name ? [{ ...each, node: approved }] : [],
    )
    const { nodes } = planPlacement(asFor(alike, service), own, alike.length)
    return alike.slice(0, nodes.length).map(keyOf)
  })
}

function isUnplaced(task: V1Task | undefined): boolean {
  return task !== undefined && task.spec.node === undefined && task.status?.reason === taskReasons.noNodeFits
}
