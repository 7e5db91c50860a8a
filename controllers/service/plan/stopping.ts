import type { V1Task } from '../../../api/v1/generated/types.ts'
import { DEFAULT_GRACE_S } from '../../../api/v1/stop-grace.ts'
import { COMMAND_MS } from '../../runtime/bounded-exec.ts'
import { replicaOf } from '../replica.ts'
import type { Strategy } from '../strategy.ts'
import type { ServiceView } from '../view.ts'
import type { Progress } from './rollout.ts'
import { isAway, type Slot } from '../slots.ts'

/**
 * How long a rollout may wait for old tasks to stop, ms: the longest time that one of these may take. In work, it is their successors that
 * wait; where nothing is, it is slots whose next task is to have the name, or a port, of one that stops, and others whose turn is after
 * that. Infinite where nothing stops any more, as it is begun, or gone on with, at the next look.
 */
export function stoppingMs({ inWork, dirty }: Pick<Progress, 'inWork' | 'dirty'>, ending: readonly V1Task[]): number {
  if (inWork.length > 0) return Math.max(0, ...inWork.filter(waitsForStop).map(({ retiring }) => longestOf(retiring)))
  return dirty.length === 0 ? 0 : longestOf([...dirty.flatMap(({ retiring }) => retiring), ...ending])
}

/** The tasks that stop and keep what the next ones are to have; what a silent host has keeps no port of another one. */
export function endingIn({ tasks }: Pick<ServiceView, 'tasks'>, { awaitsEnds }: Strategy): readonly V1Task[] {
  return awaitsEnds ? tasks.filter((task) => replicaOf(task).retiring && !replicaOf(task).unreached) : []
}

/** The slots that have such a task, or are about to: those with a task too many, and all that are not wanted any more. */
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

/** Its commands before a stop, and its grace. */
function mayTakeMs({ spec: { template } }: V1Task): number {
  const { stopGracePeriodSeconds = DEFAULT_GRACE_S, hooks } = template
  return stopGracePeriodSeconds * 1000 + (hooks?.preStop ?? []).length * COMMAND_MS
}
