import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { allApart, type ApartSince } from '../../../controllers/network/apart.ts'
import type { Core } from '../open/core.ts'
import { concernOf } from '../concerns.ts'

/** Of what is said as a wait ends. */
export interface Ended {
  readonly stacks: readonly string[]
  /** When the wait began, ms since 1970. */
  readonly since: number
}

/**
 * What no wait ends for, and nobody is to find out by a name that is not found: of these stacks the services that share a network and do
 * not reach each other by it. Those that their constraints keep apart are told as they come to be so; after that the network says it alone.
 */
export function apartWarnings({ store }: Core, { stacks, since }: Ended): readonly ProgressEvent[] {
  const isToSay = ({ isDeclared, since: at }: ApartSince) => !isDeclared || at === undefined || Date.parse(at) >= since
  return allApart(store, concernOf(stacks))
    .filter(isToSay)
    .map(({ message }) => ({ type: 'warning', message }))
}
