import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { isBeingDeleted, namedOnCommandLine, refOf } from '../../../api/v1/metadata.ts'
import { hostNameOf } from '../../../api/v1/names.ts'
import type { ProgressEvent, ResourceEvent } from '../../../api/v1/installation/progress.ts'
import type { DeleteRequest } from '../../../api/v1/installation/requests.ts'
import { leftWords } from '../../../controllers/service/act/left-data.ts'
import { seenOn } from '../../../controllers/holds/lost-volume.ts'
import type { Store } from '../../../store/objects/store.ts'
import { volumeGoesBy } from '../../../store/source/facts/own-home.ts'
import { endHoldsOf } from '../../../store/source/facts/hold-facts.ts'
import { missingFromFiles } from '../../../store/source/facts/missing-facts.ts'
import { objectOf, originIn } from '../../../store/source/acceptance/origins.ts'
import {
  type FileReading,
  idsIn,
  type ResourceId,
  resourceIdOf,
  resourceIdOfRef,
  stacksOf,
} from '../../../store/source/reading/reading.ts'
import type { Going } from './going-by.ts'
import { type Core, desiredDirectory } from '../open/core.ts'
import { dropOnceKept } from '../open/left-contents.ts'
import { dropApplied, noteDeleted } from '../desired.ts'
import { forgetNodes } from '../applied/kept-nodes.ts'
import { refuseInUse, refuseNeeded } from '../refuse-invalid.ts'
import type { IdentityOf } from './same-engine.ts'
import { dataNotKnown } from './data-not-known.ts'
import { goOnUnder } from './go-on-under.ts'
import { leftBeyondReach } from './left-beyond-reach.ts'
import { leftOnNodes } from './left-on-nodes.ts'
import { declareLeft } from './left-volumes.ts'
import { declareFound } from './of-other-homes.ts'
import { stillNamed } from './still-named.ts'
import { takeAway } from './take-away.ts'
import { goingWith, isEmptiedBy } from '../stack-content.ts'
import { type Outtake, takenOut, takeOut } from '../watched/take-out.ts'
import { warnings } from '../warnings.ts'
import { isInWatchedFile } from '../watched/file.ts'
import { watchedPlace } from '../watched/place.ts'

/** Withdraws all that goes, in files as well; tells what was done of it even where it throws. */
export async function withdrawAll(
  core: Core,
  request: DeleteRequest,
  { going: { ids, left, found, takesData }, renamed, identityOf, files, check, tell }: Doing,
): Promise<Done> {
  const outtakes = await outtakesOf(core, ids, request)
  if (request.volumes) for (const id of ids) refuseTooLate(core, id)
  const onNodes = await leftOnNodes(core, { ...request, ids, identityOf })
  const beyond = await leftBeyondReach(core, ids, request)
  tell(warnings([...stillNamed(core, ids), ...onNodes, ...beyond, ...(await dataNotKnown(core, ids, request))]))
  check()
  // What earlier deletions left, and what other homes applied, is deleted as any other.
  declareLeft(core, left)
  declareFound(core.store, found)
  endHoldsOf(core.store, meantBy(request, files))
  const stacks = stacksOf(ids)
  const emptied = new Set(stacks.filter((name) => isEmptiedBy(core.store, name, ids)))
  const leaving = goingWith(core.store, ids)
  const withdrawn: ResourceEvent[] = []
  const named = new Set((request.refs ?? []).map(resourceIdOfRef))
  const go = (all: readonly ResourceId[], from: readonly string[] = []) => {
    const how = (id: ResourceId) => ({ volumes: takesData(id), isRenamed: renamed.has(id), isNamed: named.has(id) })
    const taken = all.map((id) => takeAway(core, id, { ...how(id), from }))
    for (const id of all) goOnUnder({ id, other: renamed.get(id) }, core)
    withdrawn.push(...taken)
    return taken
  }
  // File by file, each durable and told of, as a refused one does not undo those before.
  for (const outtake of outtakes) tell(await outOfFile(core, { outtake, volumes: request.volumes }, go))
  const taken = go(ids.filter((id) => !outtakes.some((outtake) => outtake.ids.includes(id))))
  await forget(core, ids, { stacks, emptied })
  tell(taken)
  return { stacks, emptied, leaving, withdrawn }
}

/** What goes, and how. */
export interface Doing {
  readonly going: Going
  /** Nodes whose engine another node has as well, and that other one. */
  readonly renamed: ReadonlyMap<ResourceId, string>
  readonly identityOf: IdentityOf
  /** The files of which a deletion was asked. */
  readonly files: readonly FileReading[] | undefined
  readonly check: () => void
  readonly tell: (events: readonly ProgressEvent[]) => void
}

/** What was withdrawn. */
export interface Done {
  readonly stacks: readonly string[]
  /** Those of them that have nothing left. */
  readonly emptied: ReadonlySet<string>
  readonly leaving: readonly ResourceId[]
  readonly withdrawn: readonly ResourceEvent[]
}

/** Matches the ids that the request names, existing or not. */
export function meantBy({ refs, stack }: DeleteRequest, files: Doing['files']): (id: ResourceId) => boolean {
  const ids = new Set(files ? idsIn(files) : (refs ?? []).map(resourceIdOfRef))
  const stacks = refs ? refs.flatMap(({ kind, name }) => (kind === 'Stack' ? [name] : [])) : files ? [] : [stack]
  return (id: ResourceId) => ids.has(id) || stacksOf([id]).some((each) => stacks.includes(each))
}

/**
 * The edits of watched files. Resources named individually are taken out of their files; for whole stacks or files, people have to edit
 * them.
 */
async function outtakesOf(core: Core, ids: readonly ResourceId[], request: DeleteRequest): Promise<readonly Outtake[]> {
  const watched = ids.filter((id) => isInWatchedFile(core, id))
  const isNamed = !request.leaveFiles && (request.refs?.every(({ kind }) => kind !== 'Stack') ?? false)
  // People recognise a file by its services rather than by an implied network.
  const [told] = [...watched.filter((id) => id.startsWith('Service/')), ...watched]
  if (!isNamed && told !== undefined) refuseWatched(core, told)
  if (watched.length > 0) refuseNeeded(core, ids)
  if (isNamed) refuseInUse(core, ids)
  return await takenOut(core, watched)
}

function refuseWatched(core: Core, id: ResourceId): void {
  const heir = missingFromFiles(core.store).get(id)
  const place = watchedPlace(core, id) ?? 'its file'
  const directory = originIn(core.store, id)?.root ?? ''
  if (heir)
    throw new InstallationError(exits.usage, `${id} is gone from ${place}, and ${heir} declares it as well`, {
      remedy: `take it out of ${heir}, too, then give this command again`,
    })
  if (heir === '')
    throw new InstallationError(exits.usage, `${id} was gone from ${place} as serve read that last, and waits to go`, {
      remedy: 'start `reconcile serve`, which knows whether it is in a file again, then give this command again',
    })
  const object = objectOf(core.store, id)
  const name = object ? namedOnCommandLine(refOf(object)) : id
  throw new InstallationError(exits.usage, `${id} is declared in a watched directory`, {
    remedy: `take it out of ${place}; serve acts on it. Named by itself, it is taken out there: reconcile delete ${name}. To delete all of the directory: end serve, then reconcile serve --unwatch ${directory} --delete`,
  })
}

async function outOfFile(
  core: Core,
  { outtake, volumes }: { readonly outtake: Outtake; readonly volumes: boolean },
  take: (ids: readonly ResourceId[], from: readonly string[]) => readonly ResourceEvent[],
): Promise<readonly ProgressEvent[]> {
  const { ids, left, opened } = outtake
  const from = [left ? `taken out of ${opened.file}` : `${opened.file} is gone with it`]
  let taken: readonly ResourceEvent[] = []
  const go = () => {
    taken = take(ids, from)
  }
  const note = await takeOut(core, outtake, { volumes, go })
  await dropOnceKept(core, ids)
  return [...warnings(note === undefined ? [] : [note]), ...taken]
}

/** Throws if the data of a resource should be deleted but its deletion has already begun without that. */
function refuseTooLate({ store }: Core, id: ResourceId): void {
  const object = objectOf(store, id)
  if (!object || !isBeingDeleted(object) || object.metadata.finalizers?.includes(finalizers.volumeData)) return
  const remedy = lateRemedy(object, store)
  if (remedy === undefined) return
  throw new InstallationError(exits.failed, `${id} is being deleted already, and its data stays`, { remedy })
}

function lateRemedy(object: ObjectOf, store: Store): string | undefined {
  if (object.kind === 'Service') return leftWords(resourceIdOf(object), store)
  if (object.kind !== 'Volume' || object.spec.external) return undefined
  return `once that is done: ${volumeGoesBy({ name: hostNameOf(object), nodes: seenOn(object) }, store)}`
}

/** Forgets what was applied at once, or a restart would restore the applies of deleted stacks; and their contents once that is kept. */
async function forget(
  core: Core,
  ids: readonly ResourceId[],
  { stacks, emptied }: { readonly stacks: readonly string[]; readonly emptied: ReadonlySet<string> },
): Promise<void> {
  const dir = desiredDirectory(core.home)
  try {
    forgetNodes(core, ids)
    for (const stack of stacks) {
      const own = ids.filter((id) => stacksOf([id]).includes(stack))
      if (emptied.has(stack)) dropApplied(dir, stack)
      else noteDeleted(dir, stack, own)
    }
  } finally {
    await dropOnceKept(core, ids)
  }
}
