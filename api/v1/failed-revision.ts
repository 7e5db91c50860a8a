import { getCondition, isTrue } from './conditions.ts'
import type { V1Revision } from './generated/types.ts'
import { conditionTypes, serviceReasons } from './reasons.ts'

/**
 * Whether the last update to a revision failed, or what it runs failed over and over after it. Of one that another took the place of
 * before its end that is not known.
 */
export function hasFailed(revision: V1Revision): boolean {
  return updateFailure(revision) !== undefined || isTrue(revision.status?.conditions, conditionTypes.tasksFailing)
}

/** Why the last update to it failed; undefined where it did not, or that is not known. */
export function updateFailure({ status }: V1Revision): string | undefined {
  const said = getCondition(status?.conditions, conditionTypes.rolledOut)
  return said?.status === 'False' ? (said.message ?? '') : undefined
}

/** Whether an update to it came to its end, and none failed since. */
export function wasRolledOut({ status }: V1Revision): boolean {
  return isTrue(status?.conditions, conditionTypes.rolledOut)
}

/** Whether no task of it was ever ready, as where another took its place before its image was there. */
export function wasNeverReady({ status }: V1Revision): boolean {
  return getCondition(status?.conditions, conditionTypes.rolledOut)?.reason === serviceReasons.neverReady
}

/** The newest of these that ran and did not fail, but for the one of a hash: what an undo goes to, so that it is kept. */
export function lastGood(revisions: readonly V1Revision[], hash: string | undefined): V1Revision | undefined {
  return newestFirst(revisions).find((one) => one.spec.hash !== hash && !hasFailed(one) && !wasNeverReady(one))
}

/** By their numbers. */
export function newestFirst(revisions: readonly V1Revision[]): readonly V1Revision[] {
  return [...revisions].sort((a, b) => b.spec.number - a.spec.number)
}
