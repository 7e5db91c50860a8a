import { getCondition } from './conditions.ts'
import type { V1Revision } from './generated/types.ts'
import { conditionTypes } from './reasons.ts'

/** Whether the last update to a revision failed. Of one that another took the place of before its end that is not known. */
export function hasFailed(revision: V1Revision): boolean {
  return revisionFailure(revision) !== undefined
}

/** Why it did; undefined where it did not, or that is not known. */
export function revisionFailure({ status }: V1Revision): string | undefined {
  const said = getCondition(status?.conditions, conditionTypes.rolledOut)
  return said?.status === 'False' ? (said.message ?? '') : undefined
}
