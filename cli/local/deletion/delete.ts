import { exits } from '../../../api/v1/installation/installation-error.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import type { ProgressEvent, ResourceEvent } from '../../../api/v1/installation/progress.ts'
import type { DeleteRequest } from '../../../api/v1/installation/requests.ts'
import { leftOfFiles } from '../../../store/source/apply.ts'
import { endHoldsOf } from '../../../store/source/facts/hold-facts.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import type { FileReading, ResourceId } from '../../../store/source/reading/reading.ts'
import { goingBy } from './going-by.ts'
import { leftToServe } from '../apply.ts'
import type { Core } from '../open/core.ts'
import { readRequest } from '../request/read-request.ts'
import { refuseNodeInUse } from './refuse-node-in-use.ts'
import { askedOnce } from './same-engine.ts'
import { refuseUnseen } from './refuse-unseen.ts'
import { finishOuttakes } from './finish-outtakes.ts'
import { leftUnderOtherNames } from './left-volumes.ts'
import { beforeOutcome, withSuccess } from '../waiting/outcome.ts'
import { settle } from '../waiting/settle.ts'
import { leftToOthers } from '../unclaimed-beside.ts'
import { changingFiles } from '../watched/changing-files.ts'
import { warnings } from '../warnings.ts'
import { isInWatchedFile } from '../watched/file.ts'
import { wrongManifests } from '../request/wrong-manifests.ts'
import { type Doing, type Done, meantBy, withdrawAll } from './withdraw.ts'

/**
 * Deletes what is named, declared by files, or in a stack, and waits until it is gone. The command is its own approval (S3). `check` runs
 * right before anything is deleted, or nothing is found to be, and throws if the preconditions no longer hold.
 */
export async function* remove(
  core: Core,
  request: DeleteRequest,
  check: () => void = () => undefined,
): AsyncGenerator<ProgressEvent> {
  if (core.purpose !== 'serve') await finishOuttakes(core) // serve does that at its start, and may have others under way
  const reading = request.manifests && readRequest(request.manifests, { consistency: false })
  if (reading?.needs) return yield { type: 'needs', variables: reading.needs }
  if (reading && reading.errors.length > 0) return yield* wrongManifests(reading.errors)
  const files = reading?.files
  yield* warnings(await refuseUnseen(core, request, files))
  const going = await goingBy(core, request, files)
  const { ids } = going
  yield* warnings(going.notes)
  if (ids.length === 0) {
    check()
    return yield await nothingThere(core, request, files)
  }
  const identityOf = askedOnce(core, request.signal)
  const nodes = await refuseNodeInUse(core, ids, identityOf)
  yield* warnings(nodes.notes)
  const told: ProgressEvent[] = []
  const tell = (events: readonly ProgressEvent[]) => void told.push(...events)
  const doing: Doing = { going, renamed: nodes.renamed, identityOf, files, check, tell }
  const watched = ids.filter((id) => isInWatchedFile(core, id))
  let done: Done
  try {
    done = await changingFiles(core, watched, () => withdrawAll(core, request, doing))
  } finally {
    yield* told
  }
  if (!request.wait) return yield leftToServe(core)
  const { stacks, emptied } = done
  const tellLeft = () => staying(core, stacks, { emptied, volumes: ids.filter(going.takesData) })
  yield* gone(settled(core, request, done), { withdrawn: done.withdrawn, left: tellLeft })
}

/** Notes about what stays of these stacks, and about volumes under former names. Without a stack, nothing is on a host. */
async function staying(
  core: Core,
  stacks: readonly string[],
  { emptied, volumes }: { readonly emptied: ReadonlySet<string>; readonly volumes: readonly ResourceId[] },
): Promise<readonly string[]> {
  if (stacks.length === 0) return []
  const loops = await core.begin(stacks)
  return [...leftToOthers(loops, [...emptied]), ...leftUnderOtherNames(loops.ports, volumes)]
}

/** Without a stack, nothing is on a host and all is gone at once. */
async function* settled(
  core: Core,
  request: DeleteRequest,
  { stacks, leaving }: Pick<Done, 'stacks' | 'leaving'>,
): AsyncGenerator<ProgressEvent> {
  if (stacks.length === 0) return yield { type: 'outcome', exit: exits.converged, message: 'nothing is left to do' }
  yield* settle(core, { ...request, stacks, leaving, leavingOnly: true })
}

interface Withdrawal {
  readonly withdrawn: readonly ResourceEvent[]
  /** Notes about what stays, once the rest is gone. */
  readonly left: () => Promise<readonly string[]>
}

/** Completes the outcome. Of a forgotten resource something stays on the hosts, such as the data of a volume without `--volumes`. */
function gone(events: AsyncIterable<ProgressEvent>, { withdrawn, left }: Withdrawal): AsyncGenerator<ProgressEvent> {
  const ids = (wanted: ResourceEvent['change']) =>
    withdrawn.flatMap(({ object, change }) => (change === wanted ? [object] : []))
  const message = [words(ids('deleted'), 'gone'), words(ids('forgotten'), 'forgotten')].filter(Boolean).join(', ')
  const told = beforeOutcome(events, async ({ exit }) => (exit === exits.converged ? warnings(await left()) : []))
  return withSuccess(told, (outcome) => ({ ...outcome, message }))
}

function words(ids: readonly ResourceId[], state: string): string {
  if (ids.length === 0) return ''
  return ids.length === 1 ? `${ids[0]} is ${state}` : `${ids.length} objects are ${state}`
}

/** The outcome if nothing is to be deleted. A file that was emptied no longer declares what still runs: that is a failure. */
async function nothingThere(
  { store }: Pick<Core, 'store'>,
  request: DeleteRequest,
  files: readonly FileReading[] | undefined,
): Promise<ProgressEvent> {
  const left = leftOfFiles(files ?? [], acceptedOf(store))
  if (left)
    return {
      ...{ type: 'outcome', exit: exits.usage, remedy: left.remedy },
      message: `nothing is declared any more in what was named, and stack ${left.stacks.join(', ')} that it declared is there still`,
    }
  const dropped = endHoldsOf(store, meantBy(request, files))
  if (dropped.length > 0) await store.durable()
  const where = request.stack === undefined ? '' : ` in stack ${request.stack}`
  const waited =
    dropped.length === 0 ? '' : `; ${listNames(dropped)}, which waited for approval, is not asked about any more`
  return { type: 'outcome', exit: exits.converged, message: `nothing to delete${where}${waited}` }
}
