import type { ProgressEvent } from '../../api/v1/installation/progress.ts'
import { listNames } from '../../api/v1/language/list-names.ts'
import type { Installation as Loops } from '../../controllers/installation.ts'
import {
  type PlacedUnclaimed,
  servicesOf,
  unclaimedIn,
  unclaimedTasksOf,
} from '../../controllers/ownership/unclaimed.ts'
import { removalWords } from '../../controllers/ownership/removal-words.ts'
import { stacksIn } from '../../store/source/apply.ts'
import { inactiveIn } from '../../store/source/reading/inactive.ts'
import type { FileReading, ResourceId } from '../../store/source/reading/reading.ts'
import type { Core } from './open/core.ts'
import { beforeOutcome } from './waiting/outcome.ts'
import { type Warning, warnings } from './warnings.ts'

/** What an apply was about. */
interface Applied {
  readonly stacks: readonly string[]
  /** The services that its files have in profiles that are off: they are not missing from the files. */
  readonly inactive: Pick<ReadonlySet<ResourceId>, 'has'>
}

/** Warns of tasks of these stacks that this home does not manage and that stay beside what was applied. Pure. */
export function unclaimedBeside(found: readonly PlacedUnclaimed[], { stacks, inactive }: Applied): readonly Warning[] {
  const beside = unclaimedIn(found, stacks).filter(({ service }) => !inactive.has(`Service/${service}`))
  if (beside.length === 0) return []
  const why = 'another home (RECONCILE_HOME) applied it, or the state was lost'
  const remedy = `an apply of a file that declares it takes it over; ${removalWords(beside)}`
  const stays = `${placedNames(beside)} of ${servicesOf(beside)} stays as it is, of which this home knows nothing`
  return warnings([`${stays}: ${why}; ${remedy}`])
}

/** Passes an apply's events on, inserting these warnings before the outcome. */
export function tellingUnclaimed(
  events: AsyncIterable<ProgressEvent>,
  core: Core,
  files: readonly FileReading[],
): AsyncGenerator<ProgressEvent> {
  const applied = { stacks: stacksIn(files), inactive: inactiveIn(files) }
  const unclaimed = async () => unclaimedTasksOf((await core.begin(applied.stacks)).ports)
  return beforeOutcome(events, async () => unclaimedBeside(await unclaimed(), applied))
}

/** Notes about tasks of deleted stacks that this home does not manage: they stay, with what they use. */
export function leftToOthers({ ports }: Pick<Loops, 'ports'>, stacks: readonly string[]): readonly string[] {
  const left = unclaimedIn(unclaimedTasksOf(ports), stacks)
  if (left.length === 0) return []
  return [
    `what else there is of ${listNames(stacks)} stays, with what it uses: ${placedNames(left)}, of ${servicesOf(left)}, of which this home knows nothing; with --prune, it is deleted, too`,
  ]
}

/** The task names, each with its node. */
function placedNames(found: readonly PlacedUnclaimed[]): string {
  return listNames(found.map(({ name, node }) => `${name} on ${node}`))
}
