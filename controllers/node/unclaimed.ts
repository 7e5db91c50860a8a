import { listNames } from '../../api/v1/language/list-names.ts'
import { conditionTypes, nodeReasons } from '../../api/v1/reasons.ts'
import { removalWords } from '../ownership/removal-words.ts'
import { servicesOf, type Unclaimed } from '../ownership/unclaimed.ts'
import type { Said } from './plan.ts'

/** The condition on tasks of a node that this home does not know; undefined where there are none. Pure. */
export function unclaimedTasks(found: readonly Unclaimed[]): Said | undefined {
  if (found.length === 0) return undefined
  const tasks = listNames(found.map(({ name }) => name))
  return {
    type: conditionTypes.unclaimedTasks,
    status: 'True',
    reason: nodeReasons.servicesUnknown,
    message: `there is ${tasks} of ${servicesOf(found)}, of which this home knows nothing: another home (RECONCILE_HOME) applied it, or the state was lost; \`reconcile apply\` of its files takes it over; ${removalWords(found)}`,
  }
}
