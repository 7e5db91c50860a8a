import { listNames } from '../../../api/v1/language/list-names.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import { servicesOf, unclaimedIn, unclaimedTasksOf } from '../../../controllers/runtime/unclaimed.ts'
import { placedNames } from '../unclaimed-beside.ts'

/** What people are told of tasks of these stacks that this home knows nothing of: they stay, with what they use. */
export function leftToOthers({ ports }: Pick<Loops, 'ports'>, stacks: readonly string[]): readonly string[] {
  const left = unclaimedIn(unclaimedTasksOf(ports), stacks)
  if (left.length === 0) return []
  return [
    `what else there is of ${listNames(stacks)} stays, with what it uses: ${placedNames(left)}, of ${servicesOf(left)}, of which this home knows nothing`,
  ]
}
