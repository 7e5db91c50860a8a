import { setCondition } from '../../api/v1/conditions.ts'
import type { V1Node, V1Task } from '../../api/v1/generated/types.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { conditionTypes, nodeReasons, taskReasons } from '../../api/v1/reasons.ts'
import { isRetiring } from '../../api/v1/task-phase.ts'
import type { Change } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { asFor, candidatesFor } from '../scheduler/candidates.ts'
import { planPlacement } from '../scheduler/plan.ts'
import { tasksOn } from './still-there.ts'

/** The tasks that would get containers on a node if its new engine were approved, as `stack/name`. */
export interface Lacking {
  /** Tasks bound to the node whose container the new engine does not have, without those that go. */
  readonly bound: readonly string[]
  /** Tasks that fit no other node, but would fit this one. */
  readonly unplaced: readonly string[]
}

/** Finds the tasks that would get containers on a node once the engine that answers there is approved. */
export function lackingOn(node: V1Node, ports: Ports): Lacking {
  const { name } = node.metadata
  return { bound: boundTo(name, ports), unplaced: unplacedFor(node, ports) }
}

/** Whether a task starts or stops being one that no node fits. */
export function changesUnplaced({ before, after }: Change<V1Task>): boolean {
  return fitsNowhere(before) !== fitsNowhere(after)
}

function boundTo(node: string, { store, inventory }: Ports): readonly string[] {
  const isThere = (task: V1Task) =>
    inventory.containersOf(task.metadata.name).some((each) => each.node === node && each.taskKey === keyOf(task))
  return tasksOn(node, store)
    .filter((task) => !isRetiring(task) && !isThere(task))
    .map(keyOf)
}

/** The tasks that no node fits now, but this one would if it were ready. */
function unplacedFor(node: V1Node, ports: Ports): readonly string[] {
  const { store, clock } = ports
  const unplaced = [...store.by('Task', 'unbound', '*').values()].filter(fitsNowhere)
  const ready = { type: conditionTypes.ready, status: 'True' as const, reason: nodeReasons.engineAnswers, message: '' }
  const approved = {
    ...node,
    status: { ...node.status, conditions: setCondition(node.status?.conditions, ready, clock.now()) },
  }
  return [...groupBy(unplaced, (task) => `${serviceKeyOf(task)} ${task.spec.revision}`).values()].flatMap((alike) => {
    const [first] = alike
    const service = first && store.get('Service', serviceKeyOf(first))
    if (!service) return []
    const others = candidatesFor(service, { tasks: alike }, ports)
    const own = others.flatMap((each) =>
      each.node.metadata.name === node.metadata.name ? [{ ...each, node: approved }] : [],
    )
    const { nodes } = planPlacement(asFor(alike, service), own, alike.length)
    return alike.slice(0, nodes.length).map(keyOf)
  })
}

/** One that waits as CopyUnknown is left out: it is held before any node is looked at, so no approval of an engine places it. */
function fitsNowhere(task: V1Task | undefined): boolean {
  return task !== undefined && task.spec.node === undefined && task.status?.reason === taskReasons.noNodeFits
}
