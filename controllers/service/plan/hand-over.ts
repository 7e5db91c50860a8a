import type { V1Task } from '../../../api/v1/generated/types.ts'
import { backoffAfter } from '../../runtime/backoff.ts'
import type { Course } from '../course.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { MONITOR_MS } from '../strategy.ts'
import type { ServiceView } from '../view.ts'
import { type Progress, successorIn } from './rollout.ts'

/** How long a successor gets to take the state's lock, ms. A predecessor that still runs then looks again. */
const TAKING_OVER_MS = 1_000

/** How long one that has ended before must have been ready. */
const AGAIN_LIMITS = { minMs: 2 * MONITOR_MS, maxMs: 600_000 }

/** Hands over to a task that has done well. */
export function handOver(task: V1Task): ServiceAction {
  return { do: 'handOver', task, because: `reconcile runs in its predecessor: ${task.metadata.name} takes over` }
}

/**
 * Hands over where the task that these controllers run in is to go already, as it was stopped by hand and started again: that is left to
 * the first task that does well in its stead.
 */
export function relieved(view: ServiceView, course: Course, { available }: Progress): readonly ServiceAction[] {
  const own = view.tasks.find(({ metadata }) => metadata.name === view.ourselves?.task)
  if (!own || !replicaOf(own).retiring) return []
  const successors = available.flatMap((slot) => successorIn(slot, course) ?? [])
  const [first] = successors.sort((a, b) => takesOverAt(a, view) - takesOverAt(b, view))
  return first ? [handOver(first)] : []
}

/**
 * The actions without the hand-overs that are not due yet, and when to look again, for one or, at `lookAt`, for the rollout: ms since the
 * epoch, absent without hand-overs. A successor that has ended before may have done so as it took over, which can't be seen beforehand, and
 * each time nobody acts for a while: it must have been ready for longer after each end, 10 s to 10 minutes.
 */
export function dueHandOvers(
  actions: readonly ServiceAction[],
  view: Pick<ServiceView, 'ourselves' | 'now'>,
  lookAt = Number.POSITIVE_INFINITY,
): { readonly actions: readonly ServiceAction[]; readonly nextAt?: number } {
  const times = actions.flatMap((action) => (action.do === 'handOver' ? [takesOverAt(action.task, view)] : []))
  if (times.length === 0) return { actions }
  const { now } = view
  const nextAt = Math.min(lookAt, ...times.map((at) => (at > now ? at : now + TAKING_OVER_MS)))
  return {
    actions: actions.filter((action) => action.do !== 'handOver' || takesOverAt(action.task, view) <= now),
    nextAt,
  }
}

/** From when a task may take over, ms since the epoch; 0 for one that never ended, which was watched already. */
function takesOverAt(task: V1Task, { ourselves }: Pick<ServiceView, 'ourselves'>): number {
  const restarts = ourselves?.restarts?.get(task.metadata.name) ?? 0
  if (restarts === 0) return 0
  return (replicaOf(task).readySince ?? Number.POSITIVE_INFINITY) + backoffAfter(restarts - 1, AGAIN_LIMITS)
}
