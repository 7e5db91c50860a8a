import type { V1Task } from '../../api/v1/generated/types.ts'
import { isRetiring } from '../task/phase.ts'
import type { ServiceAction } from './plan.ts'
import { retireAll } from './retire.ts'
import { isReady } from './slots.ts'
import type { ServiceView } from './view.ts'

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

/** Those of them that end, as others do what they did. */
export function leaving(view: ServiceView, filling: Filling): readonly ServiceAction[] {
  const lost = leavingAs('lost', view, { ...filling, actions: [] })
  const isWanted = ({ spec }: V1Task) => filling.isWanted(spec.slot)
  return [
    ...retireAll(leavingAs('replaced', view, filling), 'its node is not declared any more'),
    ...retireAll(leavingAs('stranded', view, filling), 'what it shares is on another node'),
    ...retireAll(forsakenAs('relieved', view), 'the node of the one that it stood in for is back'),
    ...retireAll(
      lost.filter((task) => !isWanted(task)),
      'its node is lost, and it is not wanted any more',
    ),
    ...lost.filter(isWanted).map(evict),
  ]
}

/**
 * Those that end with these actions: where the slot is filled by them or has one that does well, as an update may have put it there
 * before, or is not wanted any more. Never before, as one that is forgotten leaves its name to the next of its slot, and what runs of
 * it would be that one's when its node is declared again. One whose node may come back any time goes only where another does well.
 */
function leavingAs(as: Forsaken, view: ServiceView, { actions, isWanted }: Filling): readonly V1Task[] {
  const { tasks, forsaken } = view
  const filled = new Set(actions.flatMap((action) => (action.do === 'createTask' ? [action.slot] : [])))
  for (const task of tasks)
    if (!forsaken?.has(task.metadata.name) && !isRetiring(task) && isReady(task)) filled.add(task.spec.slot)
  return forsakenAs(as, view).filter(({ spec }) => filled.has(spec.slot) || !isWanted(spec.slot))
}

function evict(task: V1Task): ServiceAction {
  const because = `${task.metadata.name} goes when ${task.spec.node} is back: another runs in its place`
  return { do: 'retire', task, evicted: true, because }
}
