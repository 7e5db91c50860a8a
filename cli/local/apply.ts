import { exits, InstallationError } from '../../api/v1/installation-error.ts'
import type { Outcome, ProgressEvent } from '../../api/v1/progress.ts'
import { redactObject } from '../../api/v1/redact-object.ts'
import type { ApplyRequest, ManifestRequest } from '../../api/v1/requests.ts'
import { acceptApply, type ApplyInput, type ApplyOutcome, stacksIn } from '../../store/source/apply.ts'
import { DESIRED } from '../../store/source/accepted.ts'
import { acceptedOf, objectOf } from '../../store/source/origins.ts'
import { formatManifestError } from '../../store/source/format-error.ts'
import type { FileReading, ResourceId } from '../../store/source/reading.ts'
import { watchedRootOf } from '../../store/source/root-facts.ts'
import { adoptDeclared, beginAdoption, declaredStacks } from './adopt.ts'
import { withBuildHashes } from './request/build-hashes.ts'
import { changesBetween } from './request/changes.ts'
import { type Core, desiredDirectory } from './open/core.ts'
import { type AppliedRequest, keepApplied, writtenBeside } from './desired.ts'
import { leftBehind } from './request/left-behind.ts'
import { DUE, notePulls, withDue } from './images/due.ts'
import { endingUnpulled } from './images/unpulled.ts'
import { type Pulls, pullImages, refuseMissing } from './images/pull-images.ts'
import { refuseNothingThere } from './refuse-nothing-there.ts'
import { resolvedImages, withKept, withPulled } from './images/resolved-images.ts'
import { readRequest, variablesOf } from './request/read-request.ts'
import { settle } from './waiting/settle.ts'
import { goingWith } from './stack-content.ts'
import { expectedContents, stageContents } from './request/staged-contents.ts'
import { replacedProjects } from './request/replaced-projects.ts'
import { renamedStacks, stacksOfServices } from './request/renamed-stacks.ts'
import { wrongManifests } from './request/wrong-manifests.ts'

/** Accepts manifests and waits until the hosts are as they say. */
export async function* apply(core: Core, request: ApplyRequest): AsyncGenerator<ProgressEvent> {
  const running = { root: DESIRED, accepted: acceptedOf(core.store) }
  const reading = readRequest(request, { running })
  if (reading.needs) return yield { type: 'needs', variables: reading.needs }
  const declared = reading.errors.length > 0 ? undefined : declaredStacks(core, request, reading.files)
  if (declared) return yield* adoptDeclared(core, request, { stacks: declared, unawaited: leftToServe(core) })
  const wrong = [...reading.errors, ...leftBehind(request, reading.files)]
  if (wrong.length > 0) return yield* wrongManifests(wrong)
  for (const { file } of reading.files) refuseWatched(core, file, request)
  const { adopt, stack, signal } = request
  const objects = reading.files.flatMap(({ manifests }) => manifests.map(({ object }) => object))
  if (adopt && stack !== undefined) await refuseNothingThere(core, { stack, objects, signal })
  yield* applyFiles(core, request, reading.files)
}

export async function* applyFiles(
  core: Core,
  request: ApplyRequest,
  read: readonly FileReading[],
): AsyncGenerator<ProgressEvent> {
  const hashed = await withBuildHashes(read, { store: core.store, again: request.build === true })
  const stacks = stacksIn(hashed)
  if (request.noPull) await refuseMissing(core, hashed, request.signal)
  const pulled = yield* pulledFor(core, request, hashed)
  const files = withPulled(withKept(hashed, core), pulled?.images, { store: core.store, byTime: !request.pull })
  const staged = await stageContents(core, files, request.variables ?? {})
  const adoption = beginAdoption(core, request.adopt ? stacks : [])
  const { accepted, events } = accept(core, files)
  if (accepted.errors.length > 0) {
    staged.drop()
    adoption.takeBack()
    return yield* wrongManifests(accepted.errors)
  }
  staged.commit()
  notePulls(core, files, pulled)
  yield* events
  // The hosts are listed while what was accepted is written; the loops themselves wait for that before they act.
  if (request.wait) core.begin(stacks).catch(() => undefined)
  await core.store.durable()
  const dir = desiredDirectory(core.home)
  const ids = files.flatMap(({ manifests }) => manifests.map(({ id }) => id))
  for (const stack of stacks)
    keepApplied(dir, {
      ...{ stack, request: kept(request, files), deleted: [] },
      images: resolvedImages(core.store, stack),
      written: writtenBeside(dir, stack, ids),
    })
  if (!request.wait) return yield heldBack(accepted.holds) ?? leftToServe(core)
  const expected = await expectedContents(core, files)
  const gone = accepted.deleted.map(({ id }) => id)
  const leaving = [...goingWith(core.store, gone), ...accepted.waiting]
  const told = adoption.telling(settle(core, { ...request, stacks, expected, leaving }))
  yield* request.pull ? endingUnpulled(told, pulled?.failures) : told
}

/** With `--pull` what all tags mean now; else of those alone whose time is over since their last pull. */
async function* pulledFor(
  core: Core,
  { pull, noPull, signal }: ApplyRequest,
  files: readonly FileReading[],
): AsyncGenerator<ProgressEvent, Pulls | undefined> {
  if (pull) return yield* pullImages(core, files, signal)
  const due = noPull ? [] : withDue(files, core.store, core.clock.now())
  const isAny = due.some(({ manifests }) => manifests.some(({ object }) => object.kind === 'Service'))
  return isAny ? yield* pullImages(core, due, signal, DUE) : undefined
}

function heldBack([hold]: ApplyOutcome['holds']): Outcome | undefined {
  if (!hold) return undefined
  const message = `the rest was accepted; ${hold.message}`
  return { type: 'outcome', exit: exits.approval, message, remedy: 'approve it, if that is meant' }
}

/** What a watched file says is accepted from there: an apply of it would be a second owner. */
export function refuseWatched({ store }: Core, file: string, { sideFiles }: ManifestRequest): void {
  const root = watchedRootOf(store, file)
  if (root === undefined) return
  if (sideFiles) throw sameName(file, root)
  throw new InstallationError(exits.usage, `${file} is in the watched directory ${root}`, {
    remedy:
      'save it, and serve applies it by itself; run `reconcile serve` if none does. `reconcile plan -f` says what it would do',
  })
}

/** A path is what a file is known by. */
export function sameName(file: string, root: string): InstallationError {
  return new InstallationError(
    exits.usage,
    `serve watches a directory ${root} of its own machine, and ${file} is of another`,
    {
      remedy: 'apply it from a directory of another name; or save it where serve runs, as by git push',
    },
  )
}

/** How readings are accepted, and told. */
interface AcceptOptions {
  readonly how?: (input: ApplyInput) => ApplyOutcome
  /** With the values that look secret. */
  readonly showValues?: boolean | undefined
}

/** Accepts readings, and says what that changed. */
export function accept(
  core: Core,
  files: readonly FileReading[],
  { how = acceptApply, showValues = false }: AcceptOptions = {},
): { accepted: ApplyOutcome; events: readonly ProgressEvent[] } {
  const ids = files.flatMap(({ manifests }) => manifests.map(({ id }) => id))
  const before = new Map(ids.map((id) => [id, objectOf(core.store, id)]))
  const { store, settings, clock } = core
  const stacks = stacksOfServices(store)
  const replaced = replacedProjects(store, files)
  const accepted = how({ store, settings, now: clock.now(), files })
  const said = new Map<ResourceId, ProgressEvent>()
  const say = (
    object: ResourceId,
    change: 'created' | 'configured' | 'unchanged' | 'deleted' | 'forgotten',
    details: string[] = [],
  ) => said.set(object, { type: 'resource', object, change, ...(details.length > 0 ? { details } : {}) })
  // What is the same in the same file is in no list of the outcome.
  for (const id of ids) say(id, 'unchanged')
  for (const id of accepted.created) say(id, 'created')
  for (const id of accepted.waiting) say(id, 'created', ['when the old one is gone'])
  for (const id of accepted.changed) {
    const [old, fresh] = [before.get(id), objectOf(store, id)]
    say(
      id,
      'configured',
      old && fresh ? changesBetween(old, fresh, showValues ? (object) => object : redactObject) : [],
    )
  }
  for (const { id, change, because, stays } of accepted.deleted) say(id, change, stays ? [because, stays] : [because])
  const warnings = accepted.warnings.map((warning) => ({
    type: 'warning' as const,
    message: formatManifestError(warning),
  }))
  const renamed = renamedStacks(store, stacksIn(files), { before: stacks })
  const projects = [...renamed, ...replaced].map((message) => ({ type: 'warning' as const, message }))
  return { accepted, events: [...warnings, ...projects, ...said.values()] }
}

/** What an apply is kept as: nothing of how it was waited for, nor of what Secrets are made from (S9). */
function kept(
  { sources, cwd, stack, variables = {}, sideFiles }: ApplyRequest,
  files: readonly FileReading[],
): AppliedRequest {
  const secret = new Set(variablesOf(files))
  const shown = Object.entries(variables).filter(([name]) => !secret.has(name))
  const texts = sources.flatMap((source) => ('text' in source ? [source] : []))
  return {
    ...{ sources: texts, cwd, variables: Object.fromEntries(shown) },
    ...(stack === undefined ? {} : { stack }),
    ...(sideFiles === undefined ? {} : { sideFiles }),
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
