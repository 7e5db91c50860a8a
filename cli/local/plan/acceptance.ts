import type { ObjectOf } from '../../../api/v1/kinds.ts'
import type { Unread } from '../../../api/v1/plan-answer.ts'
import type { ProgressEvent } from '../../../api/v1/progress.ts'
import type { ManifestError } from '../../../api/v1/provenance.ts'
import type { ManifestRequest, PlanRequest, StagedTree } from '../../../api/v1/requests.ts'
import type { SecretValue } from '../../../api/v1/secret-value.ts'
import { ownVariables } from '../../../compose/own-variables.ts'
import { DESIRED } from '../../../store/source/accepted.ts'
import { acceptSaved, stacksIn } from '../../../store/source/apply.ts'
import type { Hold } from '../../../store/source/hold.ts'
import { acceptedOf } from '../../../store/source/origins.ts'
import { type FileReading, stacksOf } from '../../../store/source/reading.ts'
import { watchedRootOf, watchedRootsAbout } from '../../../store/source/root-facts.ts'
import { noManifest } from '../../arguments/sources.ts'
import { withVariables } from '../../arguments/variables.ts'
import { accept, sameName } from '../apply.ts'
import { refuseNothingThere } from '../refuse-nothing-there.ts'
import { withBuildHashes } from '../request/build-hashes.ts'
import type { Core } from '../open/core.ts'
import { leftBehind } from '../request/left-behind.ts'
import { withKept } from '../images/resolved-images.ts'
import { readRequest, type RequestContext, type RequestReading } from '../request/read-request.ts'
import { readWatched } from '../watched/reading.ts'

/** What came of the manifests of a plan: what is to be sent first, what is wrong, or what was accepted. */
export type PlanAcceptance =
  | { readonly needs: readonly string[]; readonly unread?: Unread }
  | { readonly needs?: undefined; readonly errors: readonly ManifestError[] }
  | {
      readonly needs?: undefined
      readonly errors?: undefined
      readonly events: readonly ProgressEvent[]
      readonly holds: readonly Hold[]
      /** The stacks that the plan is about. */
      readonly stacks: ReadonlySet<string>
      /** The variables that the manifests were read with. */
      readonly variables: Variables
      /** The bytes of Secrets and Configs that files say, by `Kind/stack/name`. */
      readonly declared: ReadonlyMap<string, SecretValue>
    }

type Variables = NonNullable<ManifestRequest['variables']>

/** Accepts manifests into the store of `core`, a copy: files of a watched directory as serve does, all others as apply does. */
export async function acceptForPlan(core: Core, request: PlanRequest): Promise<PlanAcceptance> {
  const unread = unreadIn(core, request)
  if (unread) return { needs: [], unread }
  const groups = groupByRoot(core, request)
  if (groups.length === 0) throw noManifest(request.directories ?? [])
  const read = await Promise.all(groups.map((group) => readGroup(core, group)))
  const needs = [...new Set(read.flatMap(({ reading }) => reading.needs ?? []))]
  if (needs.length > 0) return { needs }
  const wrong = read.flatMap(({ reading }) =>
    reading.needs ? [] : [...reading.errors, ...leftBehind(request, reading.files)],
  )
  if (wrong.length > 0) return { errors: wrong }
  const { adopt, stack, signal } = request
  const objects = read.flatMap(({ reading }) => (reading.needs ? [] : objectsOf(reading.files)))
  if (adopt && stack !== undefined) await refuseNothingThere(core, { stack, objects, signal })
  const all: Accepted[] = []
  for (const { root, reading } of read)
    if (!reading.needs)
      all.push(
        await acceptGroup(core, reading.files, {
          root,
          directories: request.directories ?? [],
          staged: request.staged,
          showValues: request.showValues,
        }),
      )
  const errors = all.flatMap(({ accepted }) => accepted.errors)
  if (errors.length > 0) return { errors }
  const deleted = all.flatMap(({ accepted }) => accepted.deleted.map(({ id }) => id))
  return {
    events: all.flatMap(({ events }) => events),
    holds: all.flatMap(({ accepted }) => accepted.holds),
    stacks: new Set([...all.flatMap(({ files }) => stacksIn(files)), ...stacksOf(deleted)]),
    variables: Object.assign({}, ...read.map((group) => group.request.variables)) as Variables,
    declared: new Map(all.flatMap(({ files }) => files.flatMap(contentsIn))),
  }
}

function contentsIn({ manifests }: FileReading): [string, SecretValue][] {
  return manifests.flatMap(({ id, content }): [string, SecretValue][] => (content ? [[id, content]] : []))
}

function objectsOf(files: readonly FileReading[]): readonly ObjectOf[] {
  return files.flatMap(({ manifests }) => manifests.map(({ object }) => object))
}

/** The directories that nobody watches as a whole, if their texts are not there yet. */
function unreadIn({ store }: Core, { unread = [] }: PlanRequest): Unread | undefined {
  const watched = new Set(unread.flatMap((directory) => watchedRootsAbout(store, directory)))
  const directories = unread.filter((directory) => ![...watched].some((root) => isWithin(directory, root)))
  if (directories.length === 0) return undefined
  return { directories, watched: [...watched].filter((root) => directories.some((each) => isWithin(root, each))) }
}

function isWithin(inner: string, outer: string): boolean {
  return `${inner}/`.startsWith(`${outer}/`)
}

interface Group {
  /** The watched directory that the files are in; absent: they are in none. */
  readonly root: string | undefined
  readonly request: ManifestRequest
  /** The directories of it that are read here. */
  readonly unread: readonly string[]
}

/** A watched directory that is named is a group of its own, empty too. */
function groupByRoot({ store }: Core, { directories = [], unread = [], ...request }: PlanRequest): readonly Group[] {
  const named = directories.flatMap((directory) => watchedRootsAbout(store, directory))
  const roots = new Set([...request.sources.map(({ file }) => watchedRootOf(store, file)), ...named])
  return [...roots].map((root) => ({
    root,
    request: { ...request, sources: request.sources.filter(({ file }) => watchedRootOf(store, file) === root) },
    unread: unread.filter((directory) => root !== undefined && isWithin(directory, root)),
  }))
}

interface ReadGroup extends Group {
  readonly reading: RequestReading
}

/** The variables of a watched file are those of the process that watches it; what names no stack is of its directory's. */
async function readGroup(core: Core, group: Group): Promise<ReadGroup> {
  const { root, request, unread } = group
  if (root === undefined) return { ...group, reading: readRequest(request, { running: runningOf(core, DESIRED) }) }
  if (request.sideFiles) throw sameName(request.sources[0]?.file ?? root, root)
  const named = readNamed(core, { ...group, request: withoutThose(request, unread) })
  if (unread.length === 0 || named.reading.needs) return named
  const { reading, variables } = await readWatched(core, root, unread)
  return {
    ...named,
    request: { ...named.request, variables: { ...named.request.variables, ...variables } },
    reading: {
      files: [...named.reading.files, ...reading.files],
      errors: [...named.reading.errors, ...reading.errors],
    },
  }
}

function withoutThose(request: ManifestRequest, directories: readonly string[]): ManifestRequest {
  return {
    ...request,
    sources: request.sources.filter(({ file }) => !directories.some((each) => isWithin(file, each))),
  }
}

/** Files of a watched directory whose texts were sent. */
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
}

interface Accepting {
  readonly root: string | undefined
  readonly directories: readonly string[]
  readonly staged?: StagedTree | undefined
  readonly showValues?: boolean | undefined
}

async function acceptGroup(
  core: Core,
  read: readonly FileReading[],
  { root, directories, staged, showValues }: Accepting,
): Promise<Accepted> {
  const files = withKept(await withBuildHashes(read, { store: core.store, again: false, staged }), core)
  return {
    files,
    ...(root === undefined
      ? accept(core, files, { showValues })
      : accept(core, files, { how: (input) => acceptSaved({ ...input, directories }, root), showValues })),
  }
}
