import { getCondition, isTrue } from './conditions.ts'
import type { V1Revision } from './generated/types.ts'
import { conditionTypes } from './reasons.ts'

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
