import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { allBeside } from '../../../controllers/adoption/beside.ts'
import { allApart, type ApartSince } from '../../../controllers/network/apart.ts'
import type { Core } from '../open/core.ts'
import { concernOf } from '../concerns.ts'
import { warnings } from '../warnings.ts'

/** The wait that ends. */
export interface Ended {
  readonly stacks: readonly string[]
  /** When the wait began, ms since 1970. */
  readonly since: number
}

/**
 * Warnings, at the end of a wait, about services that share a network and do not reach each other by it, about those that docker compose
 * runs as well, and those that ended though they serve. No wait fails for that, but nobody should have to learn it from a name that does
 * not resolve, or from data that two write. Services that their constraints keep apart are told in the wait in which that began; after that
 * only the Network's status says so.
 */
export function warningsAtEnd({ store }: Core, { stacks, since }: Ended): readonly ProgressEvent[] {
  const isToSay = ({ isDeclared, since: at }: ApartSince) => !isDeclared || at === undefined || Date.parse(at) >= since
  const isConcerned = concernOf(stacks)
  const apart = allApart(store, isConcerned).filter(isToSay)
  return warnings([...apart.map(({ message }) => message), ...allBeside(store, isConcerned)])
}
