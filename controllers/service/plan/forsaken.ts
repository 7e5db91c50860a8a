import type { V1Task } from '../../../api/v1/generated/types.ts'
import { isRetiring } from '../../../api/v1/task-phase.ts'
import type { ServiceAction } from '../plan.ts'
import { retireAll } from './retire.ts'
import { provenAt } from '../proven.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'

/**
 * What becomes of a task that can't go on where it is. `replaced`: its node is gone, and a new task fills its slot. `renamed`: its node is
 * gone, and its container is adopted under its host's new name. `stranded`: the services that it shares namespaces or volumes with moved,
 * and it follows. `lost`: its host is lost, and a stand-in replaces it. `relieved`: it is a stand-in whose predecessor is back.
 */
export type Forsaken = 'replaced' | 'renamed' | 'stranded' | 'lost' | 'relieved'

/** The tasks with one such fate. */
export function forsakenAs(as: Forsaken, { tasks, forsaken }: ServiceView): readonly V1Task[] {
  return forsaken ? tasks.filter(({ metadata }) => forsaken.get(metadata.name) === as) : []
}

/** The view in which all such tasks are retiring, so that their slots are free. */
export function withoutForsaken(view: ServiceView): ServiceView {
  const { forsaken = new Map<string, Forsaken>() } = view
  const ending = (task: V1Task): V1Task => ({ ...task, spec: { ...task.spec, desiredState: 'Removed' } })
  return { ...view, tasks: view.tasks.map((task) => (forsaken.has(task.metadata.name) ? ending(task) : task)) }
}

/** The other actions of the plan, and which slots are to have a task. */
interface Filling {
  readonly actions: readonly ServiceAction[]
  readonly isWanted: (slot: number) => boolean
}

/** Retires those whose place is taken. `nextAt` is when the next stand-in may count as proven, ms since the epoch. */
export function endings(
  view: ServiceView,
  filling: Filling,
): { readonly actions: readonly ServiceAction[]; readonly nextAt: number } {
  const { over, nextAt } = stoodInFor(view)
  const lost = forsakenAs('lost', view)
  const surplus = lost.filter(({ spec }) => !filling.isWanted(spec.slot))
  return {
    actions: [
      ...retireAll(leavingAs('replaced', view, filling), 'its node is not declared any more'),
      ...retireAll(leavingAs('stranded', view, filling), 'what it shares is on another node'),
      ...forsakenAs('relieved', view).map(relieve),
      ...retireAll(surplus, 'its node is lost, and it is not wanted any more'),
      ...lost.filter((task) => !surplus.includes(task) && over.has(task.spec.slot)).map(evict),
    ],
    nextAt,
  }
}

/**
 * The tasks that these actions replace: a new task fills the slot, a ready one is in it (an earlier update may have moved it), or the slot
 * is not wanted any more. Never earlier: a forgotten task leaves its name to the next task of its slot, whose container its own would seem
 * to be once its node is declared again.
 */
function leavingAs(as: Forsaken, view: ServiceView, { actions, isWanted }: Filling): readonly V1Task[] {
  const filled = new Set(actions.flatMap((action) => (action.do === 'createTask' ? [action.slot] : [])))
  for (const task of staying(view)) if (isReady(task)) filled.add(task.spec.slot)
  return forsakenAs(as, view).filter(({ spec }) => filled.has(spec.slot) || !isWanted(spec.slot))
}

/** The slots of lost tasks whose stand-in is proven, and when the next one will be: before that the lost host may well come back. */
function stoodInFor(view: ServiceView): { readonly over: ReadonlySet<number>; readonly nextAt: number } {
  const slots = new Set(forsakenAs('lost', view).map(({ spec }) => spec.slot))
  const over = new Set<number>()
  let nextAt = Number.POSITIVE_INFINITY
  for (const task of slots.size > 0 ? staying(view) : []) {
    if (!slots.has(task.spec.slot)) continue
    const at = provenAt(task, view.service)
    if (at <= view.now) over.add(task.spec.slot)
    else nextAt = Math.min(nextAt, at)
  }
  return { over, nextAt }
}

function staying({ tasks, forsaken }: ServiceView): readonly V1Task[] {
  return tasks.filter((task) => !forsaken?.has(task.metadata.name) && !isRetiring(task))
}

function evict(task: V1Task): ServiceAction {
  const because = `${task.metadata.name} goes when ${task.spec.node} is back: another runs in its place`
  return { do: 'retire', task, evicted: true, because }
}

/** A stand-in on a silent host is marked evicted, so that nobody waits for its end. */
function relieve(task: V1Task): ServiceAction {
  const because = 'the node of the one that it stood in for is back'
  return { do: 'retire', task, because, ...(replicaOf(task).unreached ? { evicted: true } : {}) }
}
