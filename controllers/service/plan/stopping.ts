import type { V1Task } from '../../../api/v1/generated/types.ts'
import { DEFAULT_GRACE_S } from '../../../api/v1/stop-grace.ts'
import { COMMAND_MS } from '../../runtime/bounded-exec.ts'
import { replicaOf } from '../replica.ts'
import type { Strategy } from '../strategy.ts'
import type { ServiceView } from '../view.ts'
import type { Progress } from './rollout.ts'
import { isAway, type Slot } from '../slots.ts'

/**
 * How long the rollout may wait for old tasks to stop, ms: the longest stop time among them. With slots in work, those are the tasks that
 * successors wait for. Else they are the retiring tasks whose name or port the next slots need. Infinity where none of these stops any
 * more: the next look begins or continues a slot.
 */
export function stoppingMs({ inWork, dirty }: Pick<Progress, 'inWork' | 'dirty'>, ending: readonly V1Task[]): number {
  if (inWork.length > 0) return Math.max(0, ...inWork.filter(waitsForStop).map(({ retiring }) => longestOf(retiring)))
  return dirty.length === 0 ? 0 : longestOf([...dirty.flatMap(({ retiring }) => retiring), ...ending])
}

/**
 * Retiring tasks that still hold host ports which the next tasks need. Those on silent hosts are left out: they take no port from another
 * host.
 */
export function endingIn({ tasks }: Pick<ServiceView, 'tasks'>, { awaitsEnds }: Strategy): readonly V1Task[] {
  return awaitsEnds ? tasks.filter((task) => replicaOf(task).retiring && !replicaOf(task).unreached) : []
}

/** The numbers of slots with such a task now or soon: slots with a task too many, and slots that are no longer wanted. */
export function slotsEnding(
  view: Pick<ServiceView, 'tasks'>,
  wanted: readonly Slot[],
  strategy: Strategy,
): ReadonlySet<number> {
  if (!strategy.awaitsEnds) return new Set()
  const single = new Set(wanted.flatMap((slot) => (slot.live.length < 2 || isAway(slot) ? [slot.number] : [])))
  const over = view.tasks.filter((task) => !single.has(replicaOf(task).slot) && !replicaOf(task).unreached)
  return new Set([...over, ...endingIn(view, strategy)].map((task) => replicaOf(task).slot))
}

function longestOf(tasks: readonly V1Task[]): number {
  return tasks.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...tasks.map(mayTakeMs))
}

function waitsForStop({ live: [successor, ...others] }: Slot): boolean {
  return successor !== undefined && others.length === 0 && replicaOf(successor).prepared
}

/** The longest time that its pre-stop commands and stop grace may take. */
function mayTakeMs({ spec: { template } }: V1Task): number {
  const { stopGracePeriodSeconds = DEFAULT_GRACE_S, hooks } = template
  return stopGracePeriodSeconds * 1000 + (hooks?.preStop ?? []).length * COMMAND_MS
}
