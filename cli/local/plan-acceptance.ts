import type { ManifestRequest, PlanRequest, ProgressEvent, StagedTree } from '../../api/v1/installation.ts'
import type { ManifestError } from '../../api/v1/provenance.ts'
import { ownVariables } from '../../compose/own-variables.ts'
import { acceptSaved, stacksIn } from '../../store/source/apply.ts'
import type { Hold } from '../../store/source/hold.ts'
import { type FileReading, stacksOf } from '../../store/source/reading.ts'
import { watchedRootOf, watchedRootsAbout } from '../../store/source/root-facts.ts'
import { noManifest } from '../arguments/sources.ts'
import { withVariables } from '../arguments/variables.ts'
import { accept } from './apply.ts'
import { withBuildHashes } from './build-hashes.ts'
import type { Core } from './core.ts'
import { withKept } from './resolved-images.ts'
import { readRequest, type RequestReading } from './read-request.ts'

/** What came of the manifests of a plan: the variables to be sent first, what is wrong, or what was accepted. */
export type PlanAcceptance =
  | { readonly needs: readonly string[] }
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
    }

type Variables = NonNullable<ManifestRequest['variables']>

/** Accepts manifests into the store of `core`, a copy: files of a watched directory as serve does, all others as apply does. */
export async function acceptForPlan(core: Core, request: PlanRequest): Promise<PlanAcceptance> {
  const groups = groupByRoot(core, request)
  if (groups.length === 0) throw noManifest(request.directories ?? [])
  const read = groups.map((group) => readGroup(core, group))
  const needs = [...new Set(read.flatMap(({ reading }) => reading.needs ?? []))]
  if (needs.length > 0) return { needs }
  const wrong = read.flatMap(({ reading }) => (reading.needs ? [] : reading.errors))
  if (wrong.length > 0) return { errors: wrong }
  const all: Accepted[] = []
  for (const { root, reading } of read)
    if (!reading.needs)
      all.push(
        await acceptGroup(core, reading.files, {
          root,
          directories: request.directories ?? [],
          staged: request.staged,
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
  }
}

interface Group {
  /** The watched directory that the files are in; absent: they are in none. */
  readonly root: string | undefined
  readonly request: ManifestRequest
}

/** A watched directory that is named is a group of its own, empty too. */
function groupByRoot({ store }: Core, { directories = [], ...request }: PlanRequest): readonly Group[] {
  const named = directories.flatMap((directory) => watchedRootsAbout(store, directory))
  const roots = new Set([...request.sources.map(({ file }) => watchedRootOf(store, file)), ...named])
  return [...roots].map((root) => ({
    root,
    request: { ...request, sources: request.sources.filter(({ file }) => watchedRootOf(store, file) === root) },
  }))
}

interface ReadGroup extends Group {
  readonly reading: RequestReading
}

/** The variables of a watched file are those of the process that watches it; what names no stack is of its directory's. */
function readGroup({ variable }: Core, { root, request }: Group): ReadGroup {
  if (root === undefined) return { root, request, reading: readRequest(request) }
  const { stack: _, variables: _sent, ...watched } = request
  const first = readRequest(watched)
  if (!first.needs) return { root, request: watched, reading: first }
  const env = Object.fromEntries([...ownVariables, ...first.needs].map((name) => [name, variable(name)]))
  const known = withVariables(watched, first.needs, env)
  return { root, request: known, reading: readRequest(known) }
}

interface Accepted extends ReturnType<typeof accept> {
  readonly files: readonly FileReading[]
}

interface Accepting {
  readonly root: string | undefined
  readonly directories: readonly string[]
  readonly staged?: StagedTree | undefined
}

async function acceptGroup(
  core: Core,
  read: readonly FileReading[],
  { root, directories, staged }: Accepting,
): Promise<Accepted> {
  const files = withKept(await withBuildHashes(read, { store: core.store, again: false, staged }), core)
  return {
    files,
    ...(root === undefined
      ? accept(core, files)
      : accept(core, files, (input) => acceptSaved({ ...input, directories }, root))),
  }
}
