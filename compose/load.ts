import { pick } from '../api/v1/language/pick.ts'
import type { InactiveService, Inclusion, ManifestError, Place } from '../api/v1/provenance.ts'
import { parseDocuments, type ParsedText } from '../api/v1/yaml/parse-documents.ts'
import { isMap } from '../api/v1/yaml/is-map.ts'
import { readMapping } from './attributes/attribute.ts'
import type { FileDraft } from './attributes/file.ts'
import { fileAttributes } from './attributes/file.ts'
import { tellAbsent } from './absent-dependencies.ts'
import { checkManifests } from './check-manifests.ts'
import type { Context } from './context.ts'
import { mostNotes, once, withoutFollowing } from './context.ts'
import { createContext } from './create-context.ts'
import { tellDiscarded } from './discarded-ports.ts'
import { finishNetwork } from './finish-network.ts'
import { finishService } from './finish-service.ts'
import { finishVolume } from './finish-volume.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import { asWritten } from './interpolation/interpolate-tree.ts'
import type { ComposeManifest } from './manifests.ts'
import { manifestsOf, type ManifestInput } from './manifests.ts'
import { type ProjectInput, readProject } from './merge/read-project.ts'
import { childOf, type Node } from './node.ts'
import { jobNamesOf, withPreStart } from './pre-start.ts'
import { enabledIn, profilesIn } from './profiles.ts'
import { type ProjectName, projectName } from './project-name.ts'
import type { ReadFile } from './project-variables.ts'
import { readDocument } from './read-document.ts'
import { hasSections, mistypedSection, servicesAstray } from './recognise.ts'
import { tellUnchecked } from './unchecked-dependencies.ts'
import { tellTemplates } from './swarm-templates.ts'

/** A file of a project. */
export interface ComposeText {
  /** Absolute path; errors show it. */
  readonly file: string
  readonly text: string
  /** The result of parsing `text`, where the caller has it already. */
  readonly parsed?: ParsedText
}

/** A Compose file, and the variables, files and options that it is loaded with. */
export interface ComposeInput extends ComposeText {
  /** Absolute; relative paths are resolved against this directory. */
  readonly baseDirectory: string
  readonly variables: Lookup
  readonly readFile: ReadFile
  /** The stack's name where the file declares none; absent: COMPOSE_PROJECT_NAME, else the directory's name. */
  readonly stackName?: string
  /** Active profiles in addition to COMPOSE_PROFILES; `*` activates all. */
  readonly profiles?: readonly string[]
  /** Services that a command names: as in Compose, their profiles become active. */
  readonly named?: readonly string[]
  /** False: variables are not interpolated, and the result has a project but no manifests. */
  readonly interpolate?: boolean
  /** False: the manifests are not validated; a reference to an undeclared name is no error, for example. */
  readonly consistency?: boolean
  /** The files to merge over this one, in order, as with several `-f` options of Compose. */
  readonly over?: readonly ComposeText[]
}

/** The result of loading a Compose file. */
export interface LoadedCompose {
  /** Empty when there is any error: half a file is not what its author means (S1). */
  readonly manifests: readonly ComposeManifest[]
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  /** The names of all variables that were looked up, set or not. */
  readonly variablesAsked: readonly string[]
  /** Absolute paths of all files that were read, or found missing: env files, label files, security profiles, and included files. */
  readonly filesRead: readonly string[]
  /** The files merged over it, in order. */
  readonly merged: readonly string[]
  /** The merged and included files: they belong to this project, so they are no projects of their own. */
  readonly parts: readonly string[]
  /** The included files, each with the place of its `include`. */
  readonly included: readonly Inclusion[]
  /** The files whose services are extended. */
  readonly extended: readonly string[]
  /** Services none of whose profiles is active, each followed by its `pre_start` jobs. */
  readonly inactive: readonly InactiveService[]
  /** Unset variables that the stack's name or the set of active services depends on. */
  readonly unset: readonly string[]
  /** The merged files before they become resources; absent where they can't be read. */
  readonly project?: LoadedProject
}

/** Reads a Compose file of any generation and converts it to resources. Never throws, whatever the text (S12). */
export function loadCompose(input: ComposeInput): LoadedCompose {
  const run = createRun(input)
  const files = [input, ...(input.over ?? [])].map(({ file, text, parsed }) => {
    const { documents, errors } = parsed ?? parseDocuments(text, file)
    run.errors.push(...(errors.length === 0 && documents.length === 0 ? [emptyFile(file)] : errors))
    return { file, documents }
  })
  const [first, ...more] = files
  const manifests = first && run.errors.length === 0 ? load(run, [first, ...more]) : []
  return {
    manifests: run.errors.length > 0 ? [] : manifests,
    // Services may share a mapping, and one attribute may become two fields with the same error.
    errors: once(withoutFollowing(run.errors, run.unread)).slice(0, mostNotes),
    warnings: withoutFollowing(run.warnings, run.unread).slice(0, mostNotes),
    variablesAsked: [...run.asked].sort(),
    filesRead: [...run.filesRead],
    merged: more.map(({ file }) => file),
    parts: [...more, ...run.included].map(({ file }) => file),
    included: run.included,
    extended: [...run.extended],
    inactive: run.inactive,
    unset: [...run.unset],
    ...(run.project ? { project: run.project } : {}),
  }
}

/** The files of a project merged into one. */
export interface LoadedProject {
  readonly name: string
  /** Set if its name comes from a variable that is set. */
  readonly isNamedByVariable?: true
  readonly root: Node
  readonly variable: Lookup
}

interface Run {
  readonly input: ComposeInput
  readonly errors: ManifestError[]
  /** Those of `errors` that were found before any attribute was read, as for a variable that is not set. */
  readonly unread: ManifestError[]
  readonly warnings: ManifestError[]
  readonly asked: Set<string>
  readonly filesRead: Set<string>
  readonly included: Inclusion[]
  readonly extended: Set<string>
  readonly inactive: InactiveService[]
  readonly unset: Set<string>
  readonly variable: Lookup
  readonly readFile: ReadFile
  project?: LoadedProject
}

function createRun(input: ComposeInput): Run {
  const asked = new Set<string>()
  const variable: Lookup = (name) => {
    asked.add(name)
    return input.variables(name)
  }
  const filesRead = new Set<string>()
  const readFile: ReadFile = (path) => {
    filesRead.add(path)
    return input.readFile(path)
  }
  const sets = { asked, filesRead, included: [], extended: new Set<string>(), inactive: [], unset: new Set<string>() }
  return { input, errors: [], unread: [], warnings: [], ...sets, variable, readFile }
}

function emptyFile(file: string): ManifestError {
  const place = { file, line: 1, column: 1, origin: 'literal' as const }
  return { place, path: '', message: 'holds no Compose file: it is empty' }
}

function load(run: Run, files: ProjectInput['files']): ComposeManifest[] {
  const named = nameOf(run, files)
  const project = named.name
  const isRaw = run.input.interpolate === false
  const lookup: Lookup = isRaw ? asWritten : (name) => (name === 'COMPOSE_PROJECT_NAME' ? project : run.variable(name))
  const directory = run.input.baseDirectory
  const { root, errors, warnings, included, extended, contents } = readProject({
    files,
    directory,
    lookup,
    readFile: run.readFile,
  })
  run.errors.push(...errors)
  run.unread.push(...errors)
  run.warnings.push(...warnings)
  run.included.push(...included)
  for (const file of extended) run.extended.add(file)
  if (!root) return []
  run.project = { name: project, ...pick(named, ['isNamedByVariable']), root, variable: isRaw ? run.variable : lookup }
  if (isRaw) return []
  const surroundings = { baseDirectory: directory, variable: lookup, readFile: run.readFile }
  const context = createContext({ project, root, ...surroundings, errors: run.errors, warnings: run.warnings })
  tellName(named, root, context)
  if (project === '') context.error(root, 'has no name: write name: at the top, in lower-case letters, digits, - and _')
  if (!tellSections(root, context)) return []
  const draft: FileDraft = { services: [], networks: [], volumes: [], secrets: [], configs: [] }
  readMapping(root, { table: fileAttributes, target: draft, context })
  return finish(run, draft, { ...context, contents })
}

/** Whether a project has sections, with all its services in theirs; reports an error if not. */
function tellSections(root: Node, context: Context): boolean {
  if (!isMap(root.value)) return true
  const typo = hasSections(root.value) ? undefined : mistypedSection(root.value)
  const wrong = new Map<string, string>()
  if (typo) wrong.set(typo.key, `is no key of a Compose file; did you mean ${typo.meant}?`)
  const remedy = 'services' in root.value ? 'stands beside services: indent it, so that it is below' : UNDER_SERVICES
  if (!('apiVersion' in root.value)) for (const name of servicesAstray(root.value)) wrong.set(name, remedy)
  for (const [key, message] of wrong) context.error({ ...root, path: [key] }, message)
  if (wrong.size > 0) return false
  if (hasSections(root.value)) return true
  context.error(root, 'apiVersion' in root.value ? NO_COMPOSE_FILE : 'has no services: write them under services:')
  return false
}

const UNDER_SERVICES = 'is a service at the top of a file of today: write it under services:'

const NO_COMPOSE_FILE =
  'is a manifest, and no Compose file: `reconcile validate` checks it, and `reconcile convert` prints it'

function finish(
  run: Run,
  draft: FileDraft,
  { contents, ...context }: Context & { readonly contents: ManifestInput['contents'] },
): ComposeManifest[] {
  const { profiles = [], named = [] } = run.input
  const listed = run.variable('COMPOSE_PROFILES')
  const active = [...profiles, ...profilesIn(listed)]
  const isEnabled = enabledIn(draft.services, { active, named })
  const services = draft.services.filter(isEnabled)
  const disabled = draft.services.filter((service) => !isEnabled(service))
  for (const off of disabled)
    for (const name of [off.name, ...jobNamesOf(off)])
      run.inactive.push({ stack: context.project, name, profiles: off.profiles })
  if (listed === undefined && disabled.length > 0) run.unset.add('COMPOSE_PROFILES')
  // Copied before finishService: its errors about env files and label files say nothing about attributes of this file.
  const misread = [...run.errors]
  for (const service of services) finishService(service, context)
  for (const { spec } of draft.networks) finishNetwork(spec, context)
  for (const { spec } of draft.volumes) finishVolume(spec, context)
  const all = run.errors.length > 0 ? services : withPreStart(services, draft.services, context)
  if (context.isFull()) return []
  tellAbsent(services, draft.services, context)
  tellUnchecked(services, context)
  tellTemplates(services, context)
  tellDiscarded(services, context)
  const manifests = manifestsOf(draft, all, { context, contents, file: run.input.file })
  if (run.input.consistency !== false) run.errors.push(...checkManifests(manifests, { disabled, misread }))
  return manifests
}

function tellName({ error, warning }: ProjectName, root: Node, context: Context): void {
  const written = childOf(root, 'name')
  const node = written?.value ? written : root
  if (error !== undefined) context.error(node, error)
  if (warning !== undefined) context.warn(node, warning)
}

/** The project's name and where it comes from; of several files with `name:` the last one wins. */
function nameOf(run: Run, files: ProjectInput['files']): ProjectName {
  const documents = files.flatMap((file) => file.documents)
  const names = documents.flatMap((document) => {
    const written = (isMap(document.value) ? document.value['name'] : undefined) ?? null
    const { root } = readDocument({ ...document, value: written }, run.variable)
    return typeof root.value === 'string' ? [{ name: root.value, at: root.source.placeOf([]) }] : []
  })
  const declared = names.at(-1)
  const [given, variable] = [run.input.stackName, run.variable('COMPOSE_PROJECT_NAME')]
  const isFallback = !declared?.name && !given && !variable
  for (const name of declared?.at.unset ?? (isFallback ? ['COMPOSE_PROJECT_NAME'] : [])) run.unset.add(name)
  const named = projectName({ declared: declared?.name, given, variable, baseDirectory: run.input.baseDirectory })
  const isNamedByVariable = declared?.name ? isOfVariables(declared.at) : !given && !!variable
  return isNamedByVariable ? { ...named, isNamedByVariable } : named
}

function isOfVariables({ origin, unset = [] }: Place): boolean {
  return origin === 'interpolated' && unset.length === 0
}
