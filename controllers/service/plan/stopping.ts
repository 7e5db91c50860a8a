import type { V1Task } from '../../../api/v1/generated/types.ts'
import { DEFAULT_GRACE_S } from '../../../api/v1/stop-grace.ts'
import { COMMAND_MS } from '../../runtime/bounded-exec.ts'
import { replicaOf } from '../replica.ts'
import type { Progress } from './rollout.ts'
import type { Slot } from '../slots.ts'

/**
 * How long a rollout may wait for old tasks to stop, ms: the longest time that one of these may take. In work, it is their successors that
 * wait; where nothing is, it is slots whose next task is to have the name of one that stops, and others whose turn is after that. Infinite
 * where nothing stops any more, as it is begun, or gone on with, at the next look.
 */
export function stoppingMs({ inWork, dirty }: Pick<Progress, 'inWork' | 'dirty'>): number {
  if (inWork.length > 0) return Math.max(0, ...inWork.filter(waitsForStop).map(({ retiring }) => longestOf(retiring)))
  return dirty.length === 0 ? 0 : longestOf(dirty.flatMap(({ retiring }) => retiring))
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
