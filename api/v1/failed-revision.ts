import { getCondition } from './conditions.ts'
import type { V1Revision } from './generated/types.ts'
import { conditionTypes } from './reasons.ts'

/** Whether the last update to a revision failed. Of one that another took the place of before its end that is not known. */
export function hasFailed({ status }: V1Revision): boolean {
  return getCondition(status?.conditions, conditionTypes.rolledOut)?.status === 'False'
}
