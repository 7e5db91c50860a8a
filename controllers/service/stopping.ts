import type { V1Task } from '../../api/v1/generated/types.ts'
import { COMMAND_MS } from '../runtime/bounded-exec.ts'
import { replicaOf } from './replica.ts'
import type { Slot } from './slots.ts'

/** What an engine gives a container that says nothing of it. */
const GRACE_S = 10

/**
 * How long slots may wait for their old tasks to stop, ms: the longest time that one of these may take. Infinite where one has just gone,
 * and its successor has not looked since.
 */
export function stoppingMs(slots: readonly Slot[]): number {
  let longest = 0
  for (const { live, retiring } of slots) {
    const [successor, ...others] = live
    if (!successor || others.length > 0 || !replicaOf(successor).prepared) continue
    longest = Math.max(longest, ...(retiring.length > 0 ? retiring.map(mayTakeMs) : [Number.POSITIVE_INFINITY]))
  }
  return longest
}

/** Its commands before a stop, and its grace. */
function mayTakeMs({ spec: { template } }: V1Task): number {
  const { stopGracePeriodSeconds = GRACE_S, hooks } = template
  return stopGracePeriodSeconds * 1000 + (hooks?.preStop ?? []).length * COMMAND_MS
}
