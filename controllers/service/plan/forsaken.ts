import type { V1Task } from '../../../api/v1/generated/types.ts'
import { isRetiring } from '../../task/phase.ts'
import type { ServiceAction } from '../plan.ts'
import { retireAll } from './retire.ts'
import { provenAt } from '../proven.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'

/**
 * What becomes of a task that can't go on where it is. Its node is gone: another fills its slot, or its container is taken over under its
 * host's new name. Or it is stranded, as what it shares is on another node: it follows. Or its node is lost, and another stands in for it;
 * or it did so, and is relieved.
 */
export type Forsaken = 'replaced' | 'renamed' | 'stranded' | 'lost' | 'relieved'

/** Those of which one thing becomes. */
export function forsakenAs(as: Forsaken, { tasks, forsaken }: ServiceView): readonly V1Task[] {
  return forsaken ? tasks.filter(({ metadata }) => forsaken.get(metadata.name) === as) : []
}

/** The view without them, as they are about to end: their slots are free. */
export function withoutForsaken(view: ServiceView): ServiceView {
  const { forsaken = new Map<string, Forsaken>() } = view
  const ending = (task: V1Task): V1Task => ({ ...task, spec: { ...task.spec, desiredState: 'Removed' } })
  return { ...view, tasks: view.tasks.map((task) => (forsaken.has(task.metadata.name) ? ending(task) : task)) }
}

/** What is done besides, and which slots are to have a task. */
interface Filling {
  readonly actions: readonly ServiceAction[]
  readonly isWanted: (slot: number) => boolean
}

/** Those of them that end, as others do what they did; and when the next of them may, ms since the epoch. */
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
 * Those that end with these actions: where the slot is filled by them or has one that does well, as an update may have put it there
 * before, or is not wanted any more. Never before, as one that is forgotten leaves its name to the next of its slot, and what runs of
 * it would be that one's when its node is declared again.
 */
function leavingAs(as: Forsaken, view: ServiceView, { actions, isWanted }: Filling): readonly V1Task[] {
  const filled = new Set(actions.flatMap((action) => (action.do === 'createTask' ? [action.slot] : [])))
  for (const task of staying(view)) if (isReady(task)) filled.add(task.spec.slot)
  return forsakenAs(as, view).filter(({ spec }) => filled.has(spec.slot) || !isWanted(spec.slot))
}

/** The slots in which another has shown that it does well, as a lost host may come back any time; and when the next one will have. */
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

/** One on a host that is silent itself is waited for by nobody. */
function relieve(task: V1Task): ServiceAction {
  const because = 'the node of the one that it stood in for is back'
  return { do: 'retire', task, because, ...(replicaOf(task).unreached ? { evicted: true } : {}) }
}
