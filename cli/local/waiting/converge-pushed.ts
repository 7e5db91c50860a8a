import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import { annotations } from '../../../api/v1/labels.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ConvergeRequest } from '../../../api/v1/installation/requests.ts'
import { realClock } from '../../../clock/real.ts'
import { sleep } from '../../../clock/sleep.ts'
import type { HostView } from '../../../engine/inventory.ts'
import { declaredBy } from '../../../store/source/acceptance/losses.ts'
import { acceptedOf, objectOf } from '../../../store/source/acceptance/origins.ts'
import { sourceErrorWords } from '../../../store/source/facts/problem-facts.ts'
import { type ResourceId, stacksOf } from '../../../store/source/reading/reading.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import { gitStateOf } from '../../../store/source/disk/git-state.ts'
import { historyIn } from '../../../store/source/facts/root-facts.ts'
import type { Source } from '../../../store/source/source.ts'
import type { Core } from '../open/core.ts'
import { rootsOf } from '../watched/roots.ts'
import { allElseLive } from './all-else-live.ts'
import { withOutcome } from './outcome.ts'
import { forPusher } from './pusher-words.ts'
import { settle } from './settle.ts'
import { tellingFarBinds } from '../far-binds.ts'
import { leavingNow } from '../stack-content.ts'

/** How often to check whether the commit was read, ms. */
const LOOK_MS = 20
/** How long to wait while a broken file of the directory keeps the commit from being read completely, ms. */
const BROKEN_MS = 15_000

/** Waits in a `serve` until a pushed commit is read, and then reports how the stacks of its directory converge. */
export async function* convergePushed(
  core: Core,
  source: Pick<Source, 'isAtRest' | 'readSoon' | 'errors'>,
  request: ConvergeRequest,
): AsyncGenerator<ProgressEvent> {
  const { directory, timeoutMs, signal } = request
  if (!rootsOf(core.store, []).includes(directory))
    throw new InstallationError(exits.usage, `${directory} is not watched by the running serve`, {
      remedy: `end it, and start it with --watch ${directory}`,
    })
  const deadline = core.clock.now() + timeoutMs
  const before = declaredIn(core, directory)
  source.readSoon()
  const isRead = await untilRead(core, source, { ...request, deadline })
  const problems = source.errors().filter(({ root }) => root === directory)
  // Files by their path in the repository, as the pusher knows no other.
  for (const error of problems)
    yield { type: 'problem', message: sourceErrorWords(error).replaceAll(`${directory}/`, '') }
  if (!isRead)
    return yield {
      type: 'outcome',
      exit: problems.length > 0 ? exits.usage : exits.deadline,
      message: `${directory} was not read completely in time`,
      remedy: 'see with `reconcile get stacks` what is wrong there',
    }
  const stacks = [...new Set([...before, ...declaredIn(core, directory), ...stacksOf(goingOf(core, directory))])]
  const leaving = leavingNow(core.store).filter((id) => stacksOf([id]).some((stack) => stacks.includes(stack)))
  const left = Math.max(0, deadline - core.clock.now())
  const settling = settle(core, { stacks, leaving, timeoutMs: left, signal })
  const told = tellingFarBinds(settling, core, stacks)
  yield* withOutcome(told, (outcome) => allElseLive(kept(outcome), core.store, request))
}

/**
 * The outcome of a push, in words for who pushed. Where an engine does not answer, it says that git keeps the push, so that nobody pushes
 * again.
 */
function kept(outcome: Outcome): Outcome {
  if (outcome.exit !== exits.unreachable) return forPusher(outcome)
  const onceStarted = 'the push is there all the same, and the running serve brings it to the hosts once they answer'
  return { ...outcome, remedy: `${outcome.remedy === undefined ? '' : `${outcome.remedy}; `}${onceStarted}` }
}

function declaredIn({ store }: Core, directory: string): readonly string[] {
  return stacksOf(declaredBy(directory, acceptedOf(store)).map(({ id }) => id))
}

/** What an earlier reading of the directory deleted and is not gone yet: no file declares it any more. */
function goingOf({ store }: Core, directory: string): readonly ResourceId[] {
  return leavingNow(store).filter((id) => objectOf(store, id)?.metadata.annotations?.[annotations.root] === directory)
}

async function untilRead(
  { store, clock, begin }: Core,
  source: Pick<Source, 'isAtRest' | 'errors'>,
  { directory, head, deadline, signal }: ConvergeRequest & { readonly deadline: number },
): Promise<boolean> {
  const begun = clock.now()
  const isBroken = () => clock.now() - begun > BROKEN_MS && source.errors().some(({ root }) => root === directory)
  const loops = await begin([])
  const isRead = async () => source.isAtRest() && (await hasRead(store, directory, head))
  while (!(await isRead())) {
    signal.throwIfAborted()
    // No reading is complete before each host is listed, so a host that is out of reach would be waited for in vain.
    if (loops.inventory.hosts().some(isOutOfReach)) return true
    if (clock.now() >= deadline || isBroken()) return false
    await sleep(realClock, LOOK_MS, signal)
  }
  return true
}

/**
 * Whether a host is silent and was never listed. Not counted is a node whose engine belongs to another node: it may be that node's new
 * name, and gets the engine as soon as the reading removes the old one.
 */
function isOutOfReach({ unreachable, synced, engineOf }: HostView): boolean {
  return unreachable !== undefined && !synced && engineOf === undefined
}

/** Whether a commit was read, or a later one that is in the work tree now: the next push may come before a reading. */
async function hasRead(store: Core['store'], directory: string, head: string): Promise<boolean> {
  const { head: read } = historyIn(store, directory)
  return read === head || (read !== undefined && read === (await gitStateOf(diskFiles, directory))?.head)
}
