import { exits } from '../../api/v1/installation/installation-error.ts'
import { pick } from '../../api/v1/language/pick.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Outcome, ProgressEvent } from '../../api/v1/installation/progress.ts'
import type { ApplyRequest } from '../../api/v1/installation/requests.ts'
import { acceptPart, type ApplyInput, type ApplyOutcome, stacksIn } from '../../store/source/apply.ts'
import { hasContentKey } from '../../store/contents/disk.ts'
import type { Key } from '../../store/objects/store.ts'
import { DESIRED } from '../../store/source/acceptance/accepted.ts'
import { specsHeldBy } from '../../store/source/facts/hold.ts'
import { acceptedOf, originIn } from '../../store/source/acceptance/origins.ts'
import {
  type FileReading,
  idsIn,
  objectsIn,
  type ResourceId,
  servicesIn,
  stacksOf,
} from '../../store/source/reading/reading.ts'
import { accept } from './accept.ts'
import { adoptDeclared, beginAdoption, declaredStacks } from './adopt.ts'
import { askedTakenUp, askImagesAgain } from './request/asked-again.ts'
import { withBuildHashes } from './request/build-hashes.ts'
import { type Core, desiredDirectory, keyFiles } from './open/core.ts'
import { type AppliedRequest, keepApplied, keepPartApplied, partsBeside, writtenBeside } from './desired.ts'
import { recreated } from './request/recreated.ts'
import { mayGrowBy, withScale } from './request/replica-counts.ts'
import { notHere } from './request/not-here.ts'
import { concernedBy, refuseWholeOnly } from './request/only-services.ts'
import { notePulls } from './images/due.ts'
import { endingUnpulled } from './images/unpulled.ts'
import type { Pulls } from './images/pull-images.ts'
import { tellingMoved } from './images/moved-tags.ts'
import { findToPrune } from './prune/find.ts'
import { pulledFor } from './images/pulled-for.ts'
import { changedSince } from './applied/kept-changes.ts'
import { keepNodes } from './applied/kept-nodes.ts'
import { restoreApplied } from './applied/restore-applied.ts'
import { refuseNothingThere } from './deletion/refuse-nothing-there.ts'
import { refuseOtherEngine } from './refuse-other-engine.ts'
import { resolvedImages, withKept, withPulled } from './images/resolved-images.ts'
import { readRequest, variablesOf, withUsed } from './request/read-request.ts'
import { refuseUnmovedIn, startStopped } from './start-stopped.ts'
import { endingWithNodes } from './waiting/ending-with-nodes.ts'
import { type AskedSpecs, askedOf } from './waiting/view/overridden.ts'
import { dependenciesOf } from './one-off/dependencies-plan.ts'
import { settle } from './waiting/settle.ts'
import { goingWith } from './stack-content.ts'
import { tellingFarBinds } from './far-binds.ts'
import { refuseWatched } from './watched/refuse-watched.ts'
import { tellingUnclaimed } from './unclaimed-beside.ts'
import { knownContents, withContentChanges } from './request/content-changes.ts'
import { expectedContents, stageContents } from './request/staged-contents.ts'
import { wrongManifests } from './request/wrong-manifests.ts'

/** Accepts manifests and waits until the hosts have converged. */
export async function* apply(core: Core, request: ApplyRequest): AsyncGenerator<ProgressEvent> {
  refuseWholeOnly(request)
  const running = { root: DESIRED, accepted: acceptedOf(core.store) }
  const reading = readRequest(request, { running })
  if (reading.needs) return yield { type: 'needs', variables: reading.needs }
  // Checks only if the command waits, as otherwise another user's serve may do the work; and only if the manifests are valid, as their
  // errors come first.
  if (request.wait && reading.errors.length === 0) {
    core.checkRights(objectsIn(reading.files))
    await refuseOtherEngine(core, { declared: objectsIn(reading.files), signal: request.signal })
  }
  const declared = reading.errors.length > 0 ? undefined : declaredStacks(core, request, reading.files)
  if (declared) return yield* adoptDeclared(core, request, { stacks: declared, unawaited: leftToServe(core) })
  const wrong = [...reading.errors, ...(await notHere(request, reading.files))]
  if (wrong.length > 0) return yield* wrongManifests(wrong)
  await refuseWatched(core, reading.files, request)
  const { adopt, stack, signal } = request
  if (adopt && stack !== undefined) await refuseNothingThere(core, { stack, objects: objectsIn(reading.files), signal })
  // If the state was lost, restores the previous apply first: this one is merged with it, and `--only` needs the other services.
  await restoreApplied(core, () => undefined, stacksIn(reading.files))
  yield* applyFiles(core, withUsed(request, reading), withScale(core, request, reading.files))
}

export function applyFiles(
  core: Core,
  request: ApplyRequest,
  read: readonly FileReading[],
): AsyncGenerator<ProgressEvent> {
  const events = applyRounds(core, request, read)
  return request.wait ? endingWithNodes(events, nodesAlone(read), core) : events
}

/** The nodes that files declare, if they declare nothing else. */
function nodesAlone(files: readonly FileReading[]): readonly string[] {
  const objects = objectsIn(files)
  return objects.every(({ kind }) => kind === 'Node') ? objects.map(({ metadata }) => metadata.name) : []
}

interface Round extends Pick<ApplyInput, 'found'> {
  readonly files: readonly FileReading[]
  readonly pulled: Pulls | undefined
  /** What earlier rounds deleted; absent in the first. */
  readonly leaving?: readonly ResourceId[]
}

/** Builds and pulls happen once, before the first round. */
async function* applyRounds(
  core: Core,
  request: ApplyRequest,
  read: readonly FileReading[],
): AsyncGenerator<ProgressEvent> {
  const hashed = await withBuildHashes(read, { store: core.store, again: request.build === true })
  const pulled = yield* pulledFor(core, request, hashed)
  const files = withPulled(withKept(hashed, core), pulled?.images, { store: core.store, byTime: !request.pull })
  const { found, notes } = await findToPrune(core, request, files)
  yield* notes
  // Asked again, as builds and pulls take minutes: what a watched directory got meanwhile, this would delete.
  await refuseWatched(core, files, request)
  yield* applyRound(core, request, { files, pulled, found })
}

async function* applyRound(core: Core, request: ApplyRequest, round: Round): AsyncGenerator<ProgressEvent> {
  const { files, pulled } = round
  const stacks = stacksIn(files)
  const since = core.clock.now()
  const staged = await stageContents(core, files, request.variables ?? {})
  const adoption = beginAdoption(core, request.adopt ? stacks : [])
  const { accepted, events } = wholly(() => acceptAsAsked(core, request, round), [staged.drop, adoption.takeBack])
  if (accepted.errors.length > 0) return yield* wrongManifests(accepted.errors)
  const asked = askedBy(core, files, accepted)
  staged.commit()
  notePulls(core, pulled)
  const started = startStopped(core, request, files)
  // Only in the first round, as the requests may have been fulfilled since.
  const renewed = round.leaving ? [] : [...recreated(core, request, files), ...askImagesAgain(core, request, files)]
  // Hosts are listed while the accepted changes are written. The loops wait for that write before they act.
  const services = request.only && workedOn(core.store, files, accepted)
  // Without a key so far, all hashes would differ from the known ones.
  const known = hasContentKey(keyFiles(core.home)) ? knownContents(core.store, idsIn(files)) : new Map()
  if (request.wait) core.begin(stacks, services).catch(() => undefined)
  await core.store.durable()
  keepNodes(core, idsIn(files))
  for (const stack of stacks) keep(core, request, { stack, files, held: specsHeldBy(accepted.holds) })
  const expected = await expectedContents(core, files)
  // All state is written by now, as the client may be gone and not read further events.
  yield* [...withContentChanges(events, known, expected), ...started, ...renewed]
  if (!request.wait) return yield unawaited(core, accepted)
  await askedTakenUp(core, renewed, { stacks, signal: request.signal })
  const deleted = accepted.deleted.map(({ id }) => id)
  const leaving = [...(round.leaving ?? []), ...goingWith(core.store, deleted)]
  if (accepted.waiting.length > 0) {
    const going = adoption.telling(settle(core, { ...request, stacks, leaving: accepted.waiting, leavingOnly: true }))
    return yield* thenAgain(going, () => applyRound(core, request, { ...round, leaving }))
  }
  const awaited = awaitedOf(files, services, expected)
  const told = adoption.telling(settle(core, { ...request, ...awaited, asked, stacks, leaving, since }))
  const images = request.pull
    ? endingUnpulled(told, pulled?.failures)
    : tellingMoved(told, core, { keys: servicesIn(files).map(keyOf), request })
  yield* tellingUnclaimed(withFarBinds(images, core, { request, stacks }), core, files)
}

/** For manifests sent from another machine, reading them has already warned about all bind mounts. */
function withFarBinds(
  events: AsyncGenerator<ProgressEvent>,
  core: Core,
  { request, stacks }: { readonly request: ApplyRequest; readonly stacks: readonly string[] },
): AsyncGenerator<ProgressEvent> {
  return request.sideFiles ? events : tellingFarBinds(events, core, stacks)
}

function acceptAsAsked(core: Core, request: ApplyRequest, { files, found, leaving }: Round): ReturnType<typeof accept> {
  refuseUnmovedIn(core, request, files)
  return accept(core, files, {
    how: request.only && acceptPart,
    mayGrow: mayGrowBy(request),
    found: leaving ? undefined : found,
    directories: leaving || request.sideFiles ? [] : request.directories,
    adopt: request.adopt,
  })
}

/** Runs `undo` unless the act succeeds without errors. */
function wholly(act: () => ReturnType<typeof accept>, undo: readonly (() => void)[]): ReturnType<typeof accept> {
  let isDone = false
  try {
    const done = act()
    isDone = done.accepted.errors.length === 0
    return done
  } finally {
    if (!isDone) for (const each of undo) each()
  }
}

function awaitedOf(
  files: readonly FileReading[],
  services: ReadonlySet<Key> | undefined,
  expected: ReadonlyMap<ResourceId, string>,
) {
  return services ? { services, used: idsIn(files), expected } : { expected }
}

/** The specs that the apply asks for, except those that wait for approval or for a deletion. */
function askedBy({ store }: Core, files: readonly FileReading[], { holds, waiting }: ApplyOutcome): AskedSpecs {
  const notYet = new Set([...specsHeldBy(holds), ...waiting])
  return askedOf(
    store,
    servicesIn(files)
      .map(keyOf)
      .filter((key) => !notYet.has(`Service/${key}`)),
  )
}

/** Applies again once objects that were being deleted are gone, as they are then created anew. */
async function* thenAgain(
  events: AsyncIterable<ProgressEvent>,
  again: () => AsyncIterable<ProgressEvent>,
): AsyncGenerator<ProgressEvent> {
  for await (const event of events) {
    if (event.type === 'outcome' && event.exit === exits.converged) return yield* again()
    yield event
  }
}

function unawaited(core: Core, { holds, waiting }: Pick<ApplyOutcome, 'holds' | 'waiting'>): Outcome {
  return heldBack(holds) ?? stillGoing(waiting) ?? leftToServe(core)
}

function heldBack([hold]: ApplyOutcome['holds']): Outcome | undefined {
  if (!hold) return undefined
  const message = `the rest was accepted; ${hold.message}`
  return { type: 'outcome', exit: exits.approval, message, remedy: 'approve it, if that is meant' }
}

/** The outcome without waiting, if objects are still being deleted: the new ones are not accepted. */
function stillGoing(waiting: ApplyOutcome['waiting']): Outcome | undefined {
  if (waiting.length === 0) return undefined
  const message = `the rest was accepted; ${waiting.join(', ')} ${waiting.length === 1 ? 'is' : 'are'} being deleted still, and not accepted`
  return { type: 'outcome', exit: exits.failed, message, remedy: 'apply again without --no-wait, which waits for that' }
}

interface ToKeep {
  readonly stack: string
  readonly files: readonly FileReading[]
  /** The ids that wait for approval. A restore of a lost state must bring back what ran before instead (S3). */
  readonly held: readonly ResourceId[]
}

/**
 * Saves the apply in desired/, to restore a lost state. Excludes what is not accepted: it waits for approval, or was deleted, or taken over
 * by a watched directory, while this was written.
 */
function keep({ home, store }: Core, request: ApplyRequest, { stack, files, held }: ToKeep): void {
  const dir = desiredDirectory(home)
  const isOfThis = (id: ResourceId) => stacksOf([id]).includes(stack)
  const isAccepted = (id: ResourceId) => originIn(store, id)?.root === DESIRED
  const taken = idsIn(files).filter((id) => !held.includes(id))
  const ids = taken.filter(isAccepted)
  const own = ids.filter(isOfThis)
  if (own.length === 0 && taken.some(isOfThis)) return
  const applied = { stack, request: kept(request, files), images: resolvedImages(store, stack) }
  const changed = changedSince(store, own)
  if (request.only) return keepPartApplied(dir, { ...applied, ids: own, written: changed })
  const parts = partsBeside(dir, stack, held.filter(isOfThis).filter(isAccepted))
  const counting = new Set(parts.flatMap((part) => part.ids))
  const gone = taken.filter((id) => isOfThis(id) && !isAccepted(id))
  const deleted = [...held.filter((id) => !counting.has(id)), ...gone]
  keepApplied(dir, { ...applied, parts, deleted, written: [...writtenBeside(dir, stack, ids), ...changed] })
}

/**
 * The services to reconcile in an apply of single services: with those that they depend on, of which the files may have none, as a dependency
 * counts only once this process has looked at it.
 */
export function workedOn(
  store: Core['store'],
  files: readonly FileReading[],
  { changed }: Pick<ApplyOutcome, 'changed'>,
): ReadonlySet<Key> {
  const networks = changed.flatMap((id) => (id.startsWith('Network/') ? [id.slice('Network/'.length)] : []))
  const concerned = concernedBy(store, servicesIn(files).map(keyOf), new Set(networks))
  const services = [...concerned].flatMap((key) => store.get('Service', key) ?? [])
  return new Set([...concerned, ...services.flatMap((each) => dependenciesOf(each, store).map(keyOf))])
}

/** The request as it is saved: without options of waiting, and without the values of secrets (S9). */
function kept(request: ApplyRequest, files: readonly FileReading[]): AppliedRequest {
  const { sources, cwd, variables = {} } = request
  const secret = new Set(variablesOf(files))
  const shown = Object.entries(variables).filter(([name]) => !secret.has(name))
  const texts = sources.flatMap((source) => ('text' in source ? [source] : []))
  return {
    ...{ sources: texts, cwd, variables: Object.fromEntries(shown) },
    ...pick(request, ['stack', 'only', 'scale', 'sideFiles']),
  }
}

/** The outcome of a command that does not wait. */
export function leftToServe({ purpose }: Core): Outcome {
  const serving = purpose === 'serve'
  return {
    type: 'outcome',
    exit: exits.converged,
    message: serving ? 'accepted; serve works on it' : 'accepted; nothing was done yet, as no serve runs',
    ...(serving ? {} : { remedy: 'run `reconcile serve`, or apply again and wait' }),
  }
}
