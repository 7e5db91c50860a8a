import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import {
  type PlacedUnclaimed,
  servicesOf,
  unclaimedIn,
  unclaimedTasksOf,
} from '../../controllers/ownership/unclaimed.ts'
import type { Core } from './open/core.ts'

const MOST_NAMED = 5

/** Warns of tasks of these stacks that this home does not manage and that stay beside what was applied. Pure. */
export function unclaimedBeside(
  found: readonly PlacedUnclaimed[],
  stacks: readonly string[],
): readonly Extract<ProgressEvent, { type: 'warning' }>[] {
  const beside = unclaimedIn(found, stacks)
  if (beside.length === 0) return []
  const names = beside.length <= MOST_NAMED ? beside.map(({ name }) => name).join(' ') : 'NAME'
  const why = 'another home (RECONCILE_HOME) applied it, or the state was lost'
  const remedy = `an apply of a file that declares it takes it over; \`docker rm -f ${names}\` removes it, if nobody needs it any more`
  return [
    {
      type: 'warning',
      message: `${placedNames(beside)} of ${servicesOf(beside)} stays as it is, of which this home knows nothing: ${why}; ${remedy}`,
    },
  ]
}

/** Passes an apply's events on, inserting these warnings before the outcome. */
export async function* tellingUnclaimed(
  events: AsyncIterable<ProgressEvent>,
  core: Core,
  stacks: readonly string[],
): AsyncGenerator<ProgressEvent> {
  for await (const event of events) {
    if (event.type === 'outcome') yield* unclaimedBeside(unclaimedTasksOf((await core.begin(stacks)).ports), stacks)
    yield event
  }
}

/** Notes about tasks of deleted stacks that this home does not manage: they stay, with what they use. */
export function leftToOthers({ ports }: Pick<Loops, 'ports'>, stacks: readonly string[]): readonly string[] {
  const left = unclaimedIn(unclaimedTasksOf(ports), stacks)
  if (left.length === 0) return []
  return [
    `what else there is of ${listNames(stacks)} stays, with what it uses: ${placedNames(left)}, of ${servicesOf(left)}, of which this home knows nothing`,
  ]
}

/** The task names, each with its node. */
function placedNames(found: readonly PlacedUnclaimed[]): string {
  return listNames(found.map(({ name, node }) => `${name} on ${node}`))
}
