import { existsSync } from 'node:fs'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { exits, InstallationError } from '../../../api/v1/installation/installation-error.ts'
import type { Unread } from '../../../api/v1/installation/plan-answer.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import type { ManifestRequest, PlanRequest } from '../../../api/v1/installation/requests.ts'
import type { SecretValue } from '../../../api/v1/redact/secret-value.ts'
import { ownVariables } from '../../../compose/own-variables.ts'
import type { Later } from '../../../plan/later.ts'
import type { Key } from '../../../store/objects/store.ts'
import { DESIRED } from '../../../store/source/acceptance/accepted.ts'
import { acceptInherited, acceptPart, acceptSaved, stacksIn } from '../../../store/source/apply.ts'
import { diskFiles } from '../../../store/source/disk/disk-files.ts'
import type { Hold } from '../../../store/source/facts/hold.ts'
import { mountsOf } from '../../../store/source/disk/mounts.ts'
import { acceptedOf } from '../../../store/source/acceptance/origins.ts'
import { inactiveIn } from '../../../store/source/reading/inactive.ts'
import { type FileReading, objectsIn, type ResourceId, stacksOf } from '../../../store/source/reading/reading.ts'
import { watchedRootOf, watchedRootsAbout } from '../../../store/source/facts/root-facts.ts'
import { isPassedBy, noManifest } from '../../arguments/sources.ts'
import { withVariables } from '../../arguments/variables.ts'
import { accept, type AcceptOptions } from '../accept.ts'
import { workedOn } from '../apply.ts'
import { sameName } from '../watched/refuse-watched.ts'
import { type Settled, settledFiles } from '../watched/settled-files.ts'
import { refuseNothingThere } from '../deletion/refuse-nothing-there.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import type { Core } from '../open/core.ts'
import { recreated } from '../request/recreated.ts'
import { mayGrowBy, withScale } from '../request/replica-counts.ts'
import { askImagesAgain } from '../request/asked-again.ts'
import { notHere } from '../request/not-here.ts'
import { refuseWholeOnly } from '../request/only-services.ts'
import { findToPrune } from '../prune/find.ts'
import { withKept, withPulled } from '../images/resolved-images.ts'
import { type BetweenRoots, handOverBetween, type Heirs, type SavedFiles } from './between-roots.ts'
import { type ForeseenPulls, foreseePulls } from './foreseen-pulls.ts'
import { restoreNodes } from '../applied/kept-nodes.ts'
import { restoreApplied } from '../applied/restore-applied.ts'
import { refuseUnmovedIn, startStopped } from '../start-stopped.ts'
import { readRequest, type RequestContext, type RequestReading, stagedPath } from '../request/read-request.ts'
import { readWatched } from '../watched/reading.ts'

/** The result of reading a plan's manifests: what has to be sent first, or what is wrong, or what was accepted. */
export type PlanAcceptance =
  | { readonly needs: readonly string[]; readonly unread?: Unread }
  | { readonly needs?: undefined; readonly errors: readonly ManifestError[] }
  | AcceptedPlan

export interface AcceptedPlan {
  readonly needs?: undefined
  readonly errors?: undefined
  readonly events: readonly ProgressEvent[]
  readonly holds: readonly Hold[]
  /** Whether something is deleted that may be on any host. */
  readonly deletes: boolean
  /** The stacks that the plan is about. */
  readonly stacks: ReadonlySet<string>
  /** The only services of these stacks that the plan is about; absent: all. */
  readonly services?: ReadonlySet<Key>
  /** The variables that the manifests were read with. */
  readonly variables: Variables
  /** The pulls that an apply would do first; absent where all files are in watched directories, whose serve pulls by itself. */
  readonly pulls?: ForeseenPulls
  /** The services that its files have in profiles that are off. */
  readonly inactive: ReadonlySet<ResourceId>
  /** The contents of Secrets and Configs that files give, by `Kind/stack/name`. */
  readonly declared: ReadonlyMap<string, SecretValue>
  /** What an apply declares once older objects of the same names are gone; absent where there are none. */
  readonly later?: Later
}

type Variables = NonNullable<ManifestRequest['variables']>

/**
 * Accepts manifests into the store of `core`, which must be a copy. Files of a watched directory are accepted as serve does it, all others
 * as apply does it.
 */
export async function acceptForPlan(core: Core, request: PlanRequest): Promise<PlanAcceptance> {
  refuseWholeOnly(request)
  const unread = unreadIn(core, request)
  if (unread) return { needs: [], unread }
  const groups = groupByRoot(core, request, await settledFiles(core, request))
  refuseParts(groups, request)
  if (groups.every(isEmpty)) throw noManifest(request.directories ?? [], request.sources)
  const read = await Promise.all(groups.map((group) => readGroup(core, group)))
  const needs = [...new Set(read.flatMap(({ reading }) => reading.needs ?? []))]
  if (needs.length > 0) return { needs }
  const wrong = (await Promise.all(read.map(wrongIn))).flat()
  if (wrong.length > 0) return { errors: wrong }
  const { adopt, stack, signal } = request
  const objects = read.flatMap(({ reading }) => (reading.needs ? [] : objectsIn(reading.files)))
  const restored: ProgressEvent[] = []
  restoreNodes(core, (message) => restored.push({ type: 'warning', message }))
  if (adopt && stack !== undefined) await refuseNothingThere(core, { stack, objects, signal })
  const { all, events, variables } = await acceptGroups(core, read, request)
  const errors = all.flatMap(({ accepted }) => accepted.errors)
  if (errors.length > 0) return { errors }
  const deleted = all.flatMap(({ accepted }) => accepted.deleted.map(({ id }) => id))
  // All files outside of watched directories are one group, and only that one has pulls.
  const pulls = all.find((group) => group.pulls)?.pulls
  const services = () => all.flatMap(({ files, accepted }) => [...workedOn(core.store, files, accepted)])
  return {
    ...(request.only ? { services: new Set(services()) } : {}),
    ...(pulls ? { pulls } : {}),
    ...laterIn(all),
    events: [...restored, ...events],
    holds: all.flatMap(({ accepted }) => accepted.holds),
    deletes: deleted.some((id) => !id.startsWith('Node/')),
    stacks: new Set([...all.flatMap(({ files }) => stacksIn(files)), ...stacksOf(deleted)]),
    variables,
    inactive: new Set(inactiveIn(all.flatMap(({ files }) => files)).keys()),
    declared: new Map(all.flatMap(({ files }) => files.flatMap(contentsIn))),
  }
}

async function wrongIn({ request, reading }: ReadGroup): Promise<readonly ManifestError[]> {
  return reading.needs ? [] : [...reading.errors, ...(await notHere(request, reading.files))]
}

function contentsIn({ manifests }: FileReading): [string, SecretValue][] {
  return manifests.flatMap(({ id, content }): [string, SecretValue][] => (content ? [[id, content]] : []))
}

/** The named directories that are in no watched one and whose texts have to be sent first; undefined where there are none. */
function unreadIn({ store }: Core, { unread = [] }: PlanRequest): Unread | undefined {
  const watched = new Set(unread.flatMap((directory) => watchedRootsAbout(store, directory)))
  const directories = unread.filter((directory) => ![...watched].some((root) => isWithin(directory, root)))
  if (directories.length === 0) return undefined
  return { directories, watched: [...watched].filter((root) => directories.some((each) => isWithin(root, each))) }
}

/** Refuses options that need a part of a watched directory, or a change to it: serve applies all that is saved there, as it is. */
function refuseParts(groups: readonly Group[], { only, scale, recreate, pull, noPull, prune }: PlanRequest): void {
  const watched = groups.find(({ root }) => root !== undefined)
  if (!watched?.root || !(only || scale || recreate || pull || noPull || prune)) return
  const { root, request } = watched
  const [first] = request.sources
  const what = first ? `${first.file} is in the watched directory ${root}` : `${root} is a watched directory`
  throw new InstallationError(exits.usage, `${what}, and serve applies all that is saved there, as it is`, {
    remedy: 'plan it without names of services, --scale, --force-recreate, --pull and --prune',
  })
}

interface Group {
  /** The watched directory that the files are in; absent: they are in none. */
  readonly root: string | undefined
  readonly request: ManifestRequest
  /** Its directories that this process reads itself. */
  readonly unread: readonly string[]
}

/**
 * Groups the files by watched directory; those that an apply may have are in none. A watched directory that is named is a group even if no
 * file of it is.
 */
function groupByRoot(
  { store }: Core,
  { directories = [], unread = [], ...request }: PlanRequest,
  settled: Settled,
): readonly Group[] {
  const named = directories.flatMap((directory) => watchedRootsAbout(store, directory))
  const rootOf = ({ file }: ManifestRequest['sources'][number]) =>
    settled.files.has(file) ? undefined : watchedRootOf(store, file)
  const roots = new Set([...request.sources.map(rootOf), ...named])
  return [...roots].map((root) => ({
    root,
    request: { ...request, sources: request.sources.filter((source) => rootOf(source) === root) },
    unread: unread.filter((directory) => root !== undefined && isWithin(directory, root)),
  }))
}

/** Whether a group has nothing but links that are not followed. A watched directory never counts as empty: what it lacks is deleted. */
function isEmpty({ root, request }: Group): boolean {
  return root === undefined && request.sources.every(isPassedBy)
}

interface ReadGroup extends Group {
  readonly reading: RequestReading
  /** Whether only what these files take over from another directory is planned. */
  readonly inherits?: true
}

/** The files of a group that a watched directory has. */
function savedIn({ directories = [] }: PlanRequest): (group: ReadGroup) => readonly SavedFiles[] {
  return ({ root, reading }) =>
    root === undefined || reading.needs ? [] : [{ root, files: reading.files, directories }]
}

/** The group of what another directory takes over. */
function inheriting({ root, files, variables }: Heirs, cwd: string): ReadGroup {
  return {
    root,
    unread: [],
    inherits: true,
    request: { sources: [], cwd, variables },
    reading: { files, errors: [] },
  }
}

/** The events, with the directory that has each resource from now on. What is said of it there may have changed too. */
function withMoved(events: readonly ProgressEvent[], moved: ReadonlyMap<string, string>): readonly ProgressEvent[] {
  return events.map((event) => {
    const words = event.type === 'resource' ? moved.get(event.object) : undefined
    if (event.type !== 'resource' || words === undefined) return event
    return { ...event, change: 'configured', details: [words, ...(event.details ?? [])] }
  })
}

function isThereWith({ staged }: Pick<PlanRequest, 'staged'>): (file: string) => boolean {
  return (file) => existsSync(stagedPath(staged, file))
}

/** Reads a group's files. Those of a watched directory are read there, as serve will read them once they have the texts that were sent. */
async function readGroup(core: Core, group: Group): Promise<ReadGroup> {
  const { root, request, unread } = group
  if (root === undefined) return { ...group, reading: readRequest(request, { running: runningOf(core, DESIRED) }) }
  if (request.sideFiles) throw sameName(request.sources[0]?.file ?? root, root)
  // Files that are being pushed are not on the disk yet.
  const named = request.staged ? [] : request.sources.filter((source) => 'text' in source)
  const texts = new Map(named.map(({ file, text }) => [file, text]))
  if (unread.length + texts.size === 0) return readNamed(core, group)
  const { reading, variables } = await readWatched(core, { root, directories: unread, texts })
  const isRead = new Set(reading.files.map(({ file }) => file))
  const isElsewhere = (file: string) => !isRead.has(file) && !unread.some((each) => isWithin(file, each))
  const sources = request.sources.filter(({ file }) => isElsewhere(file))
  const others = readNamed(core, { ...group, request: { ...request, sources } })
  if (others.reading.needs) return others
  return {
    ...others,
    request: { ...others.request, variables: { ...others.request.variables, ...variables } },
    reading: {
      files: [...others.reading.files, ...reading.files],
      errors: [...others.reading.errors, ...reading.errors],
    },
  }
}

/** Reads files of a watched directory from the texts that were sent, with the variables of the process that watches it. */
function readNamed(core: Core, group: Group): ReadGroup {
  const { variable } = core
  const { stack: _, variables: _sent, ...watched } = group.request
  const running = runningOf(core, group.root ?? DESIRED)
  const first = readRequest(watched, { running })
  if (!first.needs) return { ...group, request: watched, reading: first }
  const env = Object.fromEntries([...ownVariables, ...first.needs].map((name) => [name, variable(name)]))
  const known = withVariables(watched, first.needs, env)
  return { ...group, request: known, reading: readRequest(known, { running }) }
}

function runningOf({ store }: Core, root: string): NonNullable<RequestContext['running']> {
  return { root, accepted: acceptedOf(store) }
}

interface Accepted extends ReturnType<typeof accept> {
  readonly files: readonly FileReading[]
  readonly pulls?: ForeseenPulls
  /** Accepts the files once more. */
  readonly again: Later['declare']
}

function laterIn(all: readonly Accepted[]): Pick<AcceptedPlan, 'later'> {
  const ids = all.flatMap(({ accepted }) => accepted.waiting)
  return ids.length === 0 ? {} : { later: { ids, declare: (store) => all.flatMap(({ again }) => again(store)) } }
}

/** The directories whose files an apply would take, and not who watches them; on this machine. */
function appliedWholly(root: string | undefined, { directories, sideFiles }: PlanRequest): readonly string[] {
  return root !== undefined || sideFiles ? [] : (directories ?? [])
}

/** Accepts the groups, and what other watched directories take over from them, one after another. */
async function acceptGroups(core: Core, read: readonly ReadGroup[], request: PlanRequest) {
  const between = await handOverBetween(core, read.flatMap(savedIn(request)), isThereWith(request))
  const groups = [...read, ...between.heirs.map((heirs) => inheriting(heirs, request.cwd))]
  const all: Accepted[] = []
  for (const group of groups) all.push(...(await acceptGroup(core, group, { ...request, between })))
  const events = all.flatMap((group) => group.events)
  return {
    all,
    events: [...between.events, ...withMoved(events, between.moved)],
    variables: Object.assign({}, ...groups.map((group) => group.request.variables)) as Variables,
  }
}

interface Whole extends PlanRequest {
  readonly between: BetweenRoots
}

async function acceptGroup(core: Core, group: ReadGroup, whole: Whole): Promise<Accepted[]> {
  const { root, reading } = group
  if (reading.needs) return []
  const { staged, showValues } = whole
  if (root === undefined) await restoreApplied(core, () => undefined, stacksIn(reading.files))
  const scaled = withScale(core, whole, reading.files)
  const hashed = withKept(await withBuildHashes(scaled, { store: core.store, staged }), core)
  const pulls = root === undefined ? await foreseePulls(core, whole, hashed) : undefined
  const files = withPulled(hashed, pulls?.images, { store: core.store, byTime: !whole.pull })
  const how = await howToAccept(group, whole)
  const { found, notes } = await findToPrune(core, whole, files)
  refuseUnmovedIn(core, whole, files)
  const options = {
    showValues,
    isThere: isThereWith(whole),
    mayGrow: mayGrowBy(whole),
    how,
    directories: appliedWholly(root, whole),
    adopt: whole.adopt,
  }
  const again = (store: Core['store']) => accept({ ...core, store }, files, options).accepted.waiting
  const done = { files, again, ...accept(core, files, { ...options, found }) }
  if (done.accepted.errors.length > 0) return [done]
  const asked = root === undefined ? askImagesAgain(core, whole, files) : []
  const more = [...startStopped(core, whole, files), ...recreated(core, whole, files), ...asked]
  const events = [...(pulls?.events ?? []), ...notes, ...done.events, ...more]
  return [{ ...done, events, ...(pulls ? { pulls } : {}) }]
}

async function howToAccept(
  { root, inherits }: ReadGroup,
  { only, staged, directories = [], between }: Whole,
): Promise<AcceptOptions['how']> {
  if (root === undefined) return only && acceptPart
  if (inherits) return (input) => acceptInherited(input, root)
  const { of: mountOf } = await mountsOf(diskFiles, root)
  const awaitsOthers = staged !== undefined
  return (input) => acceptSaved({ ...input, directories, mountOf, awaitsOthers, ...between.of(root) }, root)
}
