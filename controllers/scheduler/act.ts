import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isUnplaced } from '../../api/v1/unplaced.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'
import { runsElsewhere } from '../task/observe/copies.ts'
import { tellLeftData, tellLeftPaths, tellOlderData, tellUnseenData } from '../data/left-data.ts'
import { nodeOfWritten } from '../data/path-pins.ts'
import { waitsForUnseen } from '../data/unseen-data.ts'
import { mountsUnknownCopy } from '../data/unknown-copies.ts'
import { runsUntaken } from '../data/yet-to-take-over.ts'
import { assign } from './assign.ts'
import { asFor, candidatesFor, nodeBefore, type Placed } from './candidates.ts'
import { isReady } from './filters.ts'
import { planPlacement } from './plan.ts'
import { unboundOf } from './turns.ts'
import { unapprovedIn, withUnapproved } from './unapproved.ts'

/** Binds the unbound tasks of a service for which a node is found, and says of the others why none is. */
export function placeAll(key: Key, ports: Ports): void {
  const service = ports.store.get('Service', key)
  if (!service) return
  for (const alike of groupBy(unboundOf(key, ports.store), ({ spec }) => spec.revision).values()) {
    const wanted = asFor(alike, service)
    const together = groupBy(alike, (task) => nodeOfWritten(task, wanted, ports.store))
    for (const tasks of together.values()) place(service, tasks, ports)
  }
}

/**
 * Binds tasks of one revision that wrote to paths of the same node, or of none. The fixed ports and addresses that other tasks are about to
 * give up count as free beside the services that they share a bridge with, as they reach these nowhere else; for those that fit no node so,
 * everywhere.
 */
function place(service: V1Service, tasks: readonly V1Task[], ports: Ports): void {
  const free = tasks.filter((task) => !isHeld(task, service, ports))
  const { left } = bindTo(service, { tasks: free, mayWait: 'BesidePeers' }, ports)
  if (left.length === 0) return
  const { left: unplaced, because } = bindTo(service, { tasks: left, mayWait: 'Anywhere' }, ports)
  if (unplaced.length === 0) return
  const nodes = [...ports.store.list('Node').values()]
  const why = { because, isToldOfNodes: !nodes.some(isReady), unapproved: unapprovedIn(nodes) }
  for (const task of unplaced) leaveUnplaced(task, why, ports)
}

/**
 * Whether a task must wait: its container is there, and the service loop is about to bind the task to its node; or its data is, or may be,
 * on a host that was not seen before, as its status then says.
 */
function isHeld(task: V1Task, service: V1Service, ports: Ports): boolean {
  if (runsElsewhere(task, ports) !== undefined) return true
  const unseen = waitsForUnseen(task, service, ports) ?? runsUntaken(asFor([task], service), ports)
  const because = unseen ?? mountsUnknownCopy(task, service, ports)
  const reason = unseen === undefined ? taskReasons.copyUnknown : taskReasons.noNodeFits
  if (because !== undefined) leaveUnplaced(task, { because, reason, isToldOfNodes: false }, ports)
  return because !== undefined
}

/** Binds the tasks for which a node is found; returns the others, and why no node fits them. */
function bindTo(
  service: V1Service,
  placed: Placed,
  ports: Ports,
): { readonly left: readonly V1Task[]; readonly because: string } {
  const { tasks } = placed
  const candidates = candidatesFor(service, placed, ports)
  const { nodes, because } = planPlacement(asFor(tasks, service), candidates, tasks.length)
  const before = new Map(tasks.map((task) => [task, nodeBefore(task, ports.store)]))
  const nodeOf = assign(tasks, nodes, (task) => before.get(task))
  for (const [task, node] of nodeOf) {
    tellLeftData({ service, task, from: before.get(task), to: node }, ports)
    tellLeftPaths({ service, task, to: node }, ports)
    tellOlderData({ service, task, to: node }, ports)
    tellUnseenData({ service, task, to: node }, ports)
    bind(task, node, ports)
  }
  return { left: tasks.filter((task) => !nodeOf.has(task)), because }
}

interface Unplaced {
  readonly because: string
  /** Absent: no node fits. */
  readonly reason?: string
  /** True while no node is ready. The Nodes report that themselves, so no event is recorded for each task. */
  readonly isToldOfNodes: boolean
  /** Which nodes take no task because another engine answers there, in words; absent where there is none. */
  readonly unapproved?: string | undefined
}

/** Binding counts as progress for a task that no node fitted before: a rollout that waited for it is not late. */
function bind(task: V1Task, node: string, { store, clock }: Ports): void {
  const { status = {} } = task
  const bound = { phase: 'Assigned' as const, reason: taskReasons.scheduled, message: `bound to ${node}` }
  const moved = isUnplaced(task) ? { progressedAt: timestamp(clock.now()) } : {}
  const approved = withUnapproved(status, undefined, clock.now())
  store.put('Task', keyOf(task), {
    spec: { ...task.spec, node },
    status: { ...status, ...bound, ...moved, ...approved },
  })
}

/**
 * Sets a task to Pending and says why. Records an event as it comes to wait, or for another reason: nothing else would tell. What nodes have
 * left changes with every task around it, as in a rollout on full nodes; the status has the latest.
 */
function leaveUnplaced(task: V1Task, why: Unplaced, { store, recorder, clock }: Ports): void {
  const { because: message, reason = taskReasons.noNodeFits, isToldOfNodes, unapproved } = why
  const { status = {} } = task
  const key = keyOf(task)
  if (status.reason !== reason && !isToldOfNodes)
    recorder.record({ object: `Task/${key}`, type: 'Warning', reason, message })
  const held = withUnapproved(status, unapproved, clock.now())
  store.putStatus('Task', key, { ...status, phase: 'Pending', reason, message, ...held })
}
