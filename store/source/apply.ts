import { groupBy } from '../../api/v1/language/group-by.ts'
import { isWithin } from '../../api/v1/language/path-within.ts'
import { isBeingDeleted } from '../../api/v1/metadata.ts'
import { aboutFile, errorAt, type ManifestError, saidAs } from '../../api/v1/provenance.ts'
import { sourceReasons } from '../../api/v1/source-reasons.ts'
import type { Settings } from '../../api/v1/settings.ts'
import type { Store } from '../objects/store.ts'
import { type Accepted, DESIRED } from './acceptance/accepted.ts'
import type { Mounts } from './disk/mounts.ts'
import { acceptedOf, objectOf } from './acceptance/origins.ts'
import { type AcceptanceOutcome, acceptPlan } from './acceptance/accept-plan.ts'
import { approvalsIn } from './facts/hold-facts.ts'
import { awaitedClaims } from './acceptance/awaited-claims.ts'
import type { Hold } from './facts/hold.ts'
import { noneTakesPart } from './reading/inactive.ts'
import { type AcceptanceInput, type AcceptancePlan, planAcceptance } from './acceptance/plan.ts'
import type { OtherRoots } from './acceptance/other-roots.ts'
import { runsWords } from './acceptance/settling.ts'
import { type FoundResource, withPruned } from './acceptance/prune.ts'
import {
  type FileReading,
  objectsIn,
  type ResourceId,
  type RootReading,
  type SourceError,
  stacksOf,
} from './reading/reading.ts'
import { historyIn } from './facts/root-facts.ts'
import { warningsIn } from './reading/warnings.ts'

/** The input of one `apply -f`. */
export interface ApplyInput {
  readonly store: Store
  readonly settings: Settings
  readonly now: number
  /** The files as `readApplied` parsed them. */
  readonly files: readonly FileReading[]
  /** Stacks whose absent resources are deleted; absent: the stacks that the files declare. */
  readonly stacks?: readonly string[]
  /** Whether a large growth of a resource's replicas needs no approval; absent: it does. */
  readonly mayGrow?: AcceptanceInput['mayGrow']
  /** Whether a file exists; absent: all do. */
  readonly isThere?: AcceptanceInput['isThere']
  /** What the hosts have of these stacks without this state knowing it: what no file declares is deleted. Absent: it stays (S4). */
  readonly found?: readonly FoundResource[] | undefined
}

/** The input of a plan for files of a watched root. */
export interface SavedInput extends ApplyInput {
  /** Directories of which `files` holds every file. */
  readonly directories?: readonly string[]
  /** Returns the file system that a path is on now; absent: unknown. */
  readonly mountOf?: Mounts['of'] | undefined
  /** Why the root can't be read completely; absent: it can. */
  readonly incomplete?: RootReading['incomplete'] | undefined
  /** Absent: there are no other roots. */
  readonly others?: OtherRoots | undefined
  /** Whether all other roots were read completely once; absent: they were. */
  readonly mayDelete?: boolean
  /** Whether claims on what another watched root declares only wait, as a stack is moved by pushing it there first. */
  readonly awaitsOthers?: boolean | undefined
}

/** The outcome of an apply; with errors, nothing was changed. */
export interface ApplyOutcome extends AcceptanceOutcome {
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  /** The changes that wait for `reconcile approve` (S3); everything else was accepted. */
  readonly holds: readonly Hold[]
}

/**
 * Accepts applied files into the root `desired`. The apply counts as a complete reading: what an earlier apply of these stacks declared and
 * this one does not is deleted at once, under S3. Objects written over the API are left alone, as no apply declared them. The apply is
 * refused as a whole when anything is wrong or a watched directory owns one of the stacks. For a dry run, call it on a copy of the store.
 */
export function acceptApply(input: ApplyInput): ApplyOutcome {
  const { store, settings, now, files, stacks, mayGrow = () => false, isThere } = input
  const accepted = acceptedOf(store)
  const warnings = warningsIn(files)
  const scope = new Set(stacks ?? stacksIn(files))
  const wrong = wrongIn(files, accepted)
  if (wrong.length > 0) return { ...nothing, errors: wrong, warnings }
  const plan = planAcceptance({
    ...readingOf(store, DESIRED, files),
    accepted,
    inScope: ({ object, written }) => !written && scope.has(object.metadata.namespace ?? ''),
    again: true,
    mayGrow,
    isThere,
    now,
    settings: atOnce(settings),
  })
  const judges = (id: ResourceId) => stacksOf([id]).some((stack) => scope.has(stack))
  return outcomeOf(store, DESIRED, { plan: { ...pruned(plan, input, accepted), judges }, warnings })
}

/** The plan with the deletion of what was found. */
function pruned(
  plan: AcceptancePlan,
  { store, settings, now, files, found = [] }: ApplyInput,
  accepted: ReadonlyMap<ResourceId, Accepted>,
): AcceptancePlan {
  const unknown = found.filter(({ id }) => objectOf(store, id) === undefined)
  if (unknown.length === 0 || plan.errors.length > 0) return plan
  return withPruned(plan, { found: unknown, files, accepted, approvals: approvalsIn(store), now, settings })
}

/** As `acceptApply`, for a part of what files declare: everything else stays as accepted, and as held. */
export function acceptPart(input: ApplyInput): ApplyOutcome {
  const { store, files } = input
  const warnings = warningsIn(files)
  const wrong = wrongIn(files, acceptedOf(store))
  if (wrong.length > 0) return { ...nothing, errors: wrong, warnings }
  const plan = besideOthers(input)
  const judges = (id: ResourceId) => plan.decided.has(id)
  return outcomeOf(store, DESIRED, { plan: { ...plan, judged: true, judges }, warnings })
}

/**
 * For a plan: what `serve` would do after reading these files of a watched root. Files that are not given count as unchanged, unless they
 * are in a directory that was read whole. What another root keeps from deletion is no error: it holds up that deletion alone.
 */
export function acceptSaved(input: SavedInput, root: string): ApplyOutcome {
  const plan = planSaved(input, root)
  const isOthers = ({ reason }: SourceError) => reason === sourceReasons.deletionHeldBack
  const wrong = plan.errors.filter((error) => !isOthers(error))
  const { errors, warnings: awaited } = input.awaitsOthers
    ? awaitedClaims({ ...plan, errors: wrong }, root, acceptedOf(input.store))
    : { errors: wrong, warnings: [] }
  const kept = errors.length === 0 ? plan.errors.filter(isOthers) : []
  const warnings = [...warningsIn(input.files), ...awaited, ...kept]
  return outcomeOf(input.store, root, { plan: { ...plan, errors }, warnings })
}

/** The decision of `acceptSaved`. */
export function planSaved(input: SavedInput, root: string): AcceptancePlan {
  const {
    store,
    settings,
    now,
    files,
    directories = [],
    mountOf,
    incomplete,
    others,
    mayDelete = true,
    isThere,
  } = input
  const names = new Set(files.map(({ file }) => file))
  const isRead = (file: string) => names.has(file) || directories.some((directory) => isWithin(file, directory))
  const { reading, ...before } = readingOf(store, root, files)
  return planAcceptance({
    ...before,
    reading: { ...reading, ...(mountOf ? { mountOf } : {}), ...(incomplete ? { incomplete } : {}) },
    accepted: acceptedOf(store),
    inScope: ({ file }) => isRead(file),
    isPart: !directories.some((directory) => isWithin(root, directory)),
    settings: atOnce(settings),
    ...{ others, mayDelete, isThere, now },
  })
}

/**
 * For a plan: what `serve` would do after reading these files of a watched root to which another one handed something over. What else is
 * wrong there is told, and is not of this plan.
 */
export function acceptInherited({ store, settings, now, files, isThere }: ApplyInput, root: string): ApplyOutcome {
  const before = readingOf(store, root, files)
  const accepted = acceptedOf(store)
  const plan = planAcceptance({
    ...before,
    accepted,
    mayDelete: false,
    isPart: true,
    inScope: () => false,
    isThere,
    now,
    settings,
  })
  const wrong = plan.errors.filter(({ reason }) => reason !== sourceReasons.nameClaimed)
  return outcomeOf(store, root, { plan: { ...plan, errors: [] }, warnings: [...warningsIn(files), ...wrong] })
}

/** Accepts files of a watched root that a command has just written. Everything else stays: nothing counts as missing. */
export function acceptEdited({ store, settings, now, files }: ApplyInput, root: string): ApplyOutcome {
  const plan = planAcceptance({
    ...readingOf(store, root, files),
    accepted: acceptedOf(store),
    mayDelete: false,
    mayGrow: () => true,
    isPart: true,
    inScope: () => false,
    now,
    settings,
  })
  return outcomeOf(store, root, { plan, warnings: [] })
}

/** Accepts single objects that were written over the API. Everything else stays: nothing counts as missing. */
export function acceptWritten(input: ApplyInput): ApplyOutcome {
  const wrong = ownedStacks(input.files, acceptedOf(input.store))
  if (wrong.length > 0) return { ...nothing, errors: wrong, warnings: [] }
  // `decided` is empty, so that holds of an apply stay.
  const plan = { ...besideOthers({ ...input, mayGrow: () => true }), decided: new Set<ResourceId>() }
  return outcomeOf(input.store, DESIRED, { plan, warnings: [] })
}

/** Plans to accept these files and leave everything else alone. */
function besideOthers({ store, settings, now, files, mayGrow = () => false, isThere }: ApplyInput): AcceptancePlan {
  return planAcceptance({
    ...readingOf(store, DESIRED, files),
    accepted: acceptedOf(store),
    mayDelete: false,
    mayGrow,
    isThere,
    inScope: () => false,
    again: true,
    now,
    settings,
  })
}

function readingOf(store: Store, root: string, files: readonly FileReading[]) {
  return {
    root,
    reading: { files: new Map(files.map((file) => [file.file, file])), committed: false },
    history: historyIn(store, root),
    approvals: approvalsIn(store),
    mayDelete: true,
  }
}

/** Settings without waits, as an apply is a single, complete reading. */
function atOnce(settings: Settings): Settings {
  return { ...settings, deletionWaitMs: 0, stackHoldMs: 0 }
}

interface Decided {
  readonly plan: AcceptancePlan
  readonly warnings: readonly ManifestError[]
}

function outcomeOf(store: Store, root: string, { plan, warnings }: Decided): ApplyOutcome {
  if (plan.errors.length > 0) return { ...nothing, errors: plan.errors, warnings }
  const holds = plan.actions.flatMap((action) => (action.do === 'hold' ? [action.hold] : []))
  return { ...acceptPlan(store, root, plan), errors: [], warnings, holds }
}

const nothing = { created: [], changed: [], unchanged: [], deleted: [], waiting: [], holds: [] }

/** The stacks that parsed files declare. */
export function stacksIn(files: readonly FileReading[]): string[] {
  return [...new Set(objectsIn(files).flatMap(({ metadata }) => metadata.namespace ?? []))]
}

/**
 * The stacks that files declared before and now don't, as they declare nothing, with the command that deletes those; undefined where there
 * are none.
 */
export function leftOfFiles(files: readonly FileReading[], accepted: ReadonlyMap<ResourceId, Accepted>) {
  const blank = new Set(files.filter(({ manifests }) => manifests.length === 0).map(({ file }) => file))
  const before = [...accepted.values()].filter(({ file, object }) => blank.has(file) && !isBeingDeleted(object))
  const stacks = [...new Set(before.flatMap(({ object }) => object.metadata.namespace ?? []))]
  if (stacks.length === 0) return undefined
  const commands = stacks.map((stack) => `\`reconcile delete --stack ${stack}\``).join(', ')
  return { stacks, remedy: `${commands} deletes what it declared before` }
}

/** The errors for which the files can't be applied. */
function wrongIn(files: readonly FileReading[], accepted: ReadonlyMap<ResourceId, Accepted>): readonly ManifestError[] {
  const isBlank = files.every(({ manifests }) => manifests.length === 0)
  return [...files.flatMap((file) => problemsOf(file, { isBlank, accepted })), ...ownedStacks(files, accepted)]
}

/** The errors of one file. A file without manifests is an error, unless it was found in a directory among files with some. */
function problemsOf(
  file: FileReading,
  { isBlank, accepted }: { readonly isBlank: boolean; readonly accepted: ReadonlyMap<ResourceId, Accepted> },
): readonly ManifestError[] {
  if (file.outside) return []
  if (file.errors.length > 0 || file.manifests.length > 0 || (file.found && !isBlank)) return file.errors
  const left = leftOfFiles([file], accepted)
  const more = left ? `; ${left.remedy}` : ''
  const what = noneTakesPart(file) ?? 'no manifest is in it'
  return [aboutFile(file.file, `${what}: nothing to apply${more}`)]
}

/** One error per file and stack that a watched directory owns. */
function ownedStacks(files: readonly FileReading[], accepted: ReadonlyMap<ResourceId, Accepted>): ManifestError[] {
  const owners = new Map<string, Accepted>()
  const applied = new Set<string>()
  for (const each of accepted.values()) {
    const stack = each.object.metadata.namespace
    if (each.root !== DESIRED && stack !== undefined) owners.set(stack, each)
    if (each.root === DESIRED && stack !== undefined && !each.written) applied.add(stack)
  }
  return files.flatMap(({ manifests }) => {
    const stacks = groupBy(manifests, ({ object }) => object.metadata.namespace ?? '')
    return [...stacks].flatMap(([namespace, [first]]): ManifestError[] => {
      const owner = owners.get(namespace)
      if (!owner || !first) return []
      const { provenance } = first
      const { root, file } = owner
      // As versions before let it come to be.
      const message = applied.has(namespace)
        ? `the stack ${namespace} belongs in part to the watched directory ${root} (${sourceReasons.nameClaimed}): write the rest there as it runs, which ${runsWords(namespace)} shows, and change it there from then on, or give this one another namespace`
        : `the stack ${namespace} belongs to the watched directory ${root} (${sourceReasons.nameClaimed}): edit its files there (${file}), or give this one another namespace`
      const path = ['metadata', 'namespace']
      return [errorAt(provenance, path, saidAs(provenance, message))]
    })
  })
}
