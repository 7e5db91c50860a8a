import { getCondition, isTrue } from './conditions.ts'
import type { V1Revision } from './generated/types.ts'
import { conditionTypes, serviceReasons } from './reasons.ts'

/**
 * Whether the last rollout to a revision failed, or its tasks failed repeatedly afterwards. If another revision replaced it before that
 * rollout ended, the outcome is unknown and this is false.
 */
export function hasFailed(revision: V1Revision): boolean {
  return updateFailure(revision) !== undefined || isTrue(revision.status?.conditions, conditionTypes.tasksFailing)
}

/** Why the last rollout to a revision failed; undefined if it did not fail or the outcome is unknown. */
export function updateFailure({ status }: V1Revision): string | undefined {
  const said = getCondition(status?.conditions, conditionTypes.rolledOut)
  return said?.status === 'False' ? (said.message ?? '') : undefined
}

/** Whether the last rollout to a revision ended with all its tasks updated. */
export function wasRolledOut({ status }: V1Revision): boolean {
  return isTrue(status?.conditions, conditionTypes.rolledOut)
}

/** Whether no task of a revision was ever ready, for example because another revision replaced it before its image was pulled. */
export function wasNeverReady({ status }: V1Revision): boolean {
  return getCondition(status?.conditions, conditionTypes.rolledOut)?.reason === serviceReasons.neverReady
}

/**
 * The newest revision, other than the one with `hash`, that was ready once and did not fail. An undo goes back to this one, so it is kept.
 */
export function lastGood(revisions: readonly V1Revision[], hash: string | undefined): V1Revision | undefined {
  return newestFirst(revisions).find((one) => one.spec.hash !== hash && !hasFailed(one) && !wasNeverReady(one))
}

/** Revisions sorted by number, the highest first. */
export function newestFirst(revisions: readonly V1Revision[]): readonly V1Revision[] {
  return [...revisions].sort((a, b) => b.spec.number - a.spec.number)
}
