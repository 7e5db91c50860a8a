import type { InactiveService, Inclusion, ManifestError } from '../api/v1/provenance.ts'
import { parseDocuments, type ParsedText } from '../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../api/v1/yaml/to-value.ts'
import { readMapping } from './attributes/attribute.ts'
import type { FileDraft } from './attributes/file.ts'
import { fileAttributes } from './attributes/file.ts'
import { checkManifests } from './check-manifests.ts'
import type { Context } from './context.ts'
import { mostNotes, noteAt } from './context.ts'
import { finishService } from './finish-service.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import { asWritten } from './interpolation/interpolate-tree.ts'
import { createLedger } from './ledger.ts'
import type { ComposeManifest } from './manifests.ts'
import { manifestsOf, type ManifestInput } from './manifests.ts'
import { type ProjectInput, readProject } from './merge/read-project.ts'
import { childOf, type Node } from './node.ts'
import { withPreStart } from './pre-start.ts'
import { type ProjectName, projectName } from './project-name.ts'
import type { ReadFile } from './project-variables.ts'
import { readDocument } from './read-document.ts'
import { hasSections, mistypedSection } from './recognise.ts'
import type { ServiceDraft } from './service-draft.ts'

/** A file of a project. */
export interface ComposeText {
  /** Absolute path: errors name it. */
  readonly file: string
  readonly text: string
  /** What it was parsed to, where that is known already. */
  readonly parsed?: ParsedText
}

/** A Compose file and what it may ask for. */
export interface ComposeInput extends ComposeText {
  /** Absolute; relative paths are taken from here. */
  readonly baseDirectory: string
  readonly variables: Lookup
  readonly readFile: ReadFile
  /** The name of the stack where the file gives none; absent: that of the directory. */
  readonly stackName?: string
  /** Active profiles, beside those of COMPOSE_PROFILES; `*` is all. */
  readonly profiles?: readonly string[]
  /** Services whose profiles are active too, as Compose has it of those that a command names. */
  readonly named?: readonly string[]
  /** False: variables stay as they are written, and there is a project, but no resources. */
  readonly interpolate?: boolean
  /** False: what names something that is not there is no error. */
  readonly consistency?: boolean
  /** The files that are merged over it, in their order, as several -f of Compose. */
  readonly over?: readonly ComposeText[]
}

/** What came of a Compose file. */
export interface LoadedCompose {
  /** Empty when there is any error: half a file is not what its author means (S1). */
  readonly manifests: readonly ComposeManifest[]
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  /** Every variable that the file could need, whether or not it is set. */
  readonly variablesAsked: readonly string[]
  /** Absolute paths of the files that it was made of, or would be: env files, label files, profiles, and its parts. */
  readonly filesRead: readonly string[]
  /** Those of them that became part of the project: they are no projects of their own. */
  readonly parts: readonly string[]
  /** Those of the parts that are included, and where. */
  readonly included: readonly Inclusion[]
  /** Those whose services are extended. */
  readonly extended: readonly string[]
  /** Services that their profiles leave out. */
  readonly inactive: readonly InactiveService[]
  /** What its files come to before they become resources; absent where they can't be read. */
  readonly project?: LoadedProject
}

/** Reads a Compose file of any generation into resources. Never throws, whatever the text (S12). */
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
    errors: run.errors.slice(0, mostNotes),
    warnings: run.warnings.slice(0, mostNotes),
    variablesAsked: [...run.asked].sort(),
    filesRead: [...run.filesRead],
    parts: [...(input.over ?? []), ...run.included].map(({ file }) => file),
    included: run.included,
    extended: [...run.extended],
    inactive: run.inactive,
    ...(run.project ? { project: run.project } : {}),
  }
}

/** The files of a project as one. */
export interface LoadedProject {
  readonly name: string
  readonly root: Node
  readonly variable: Lookup
}

interface Run {
  readonly input: ComposeInput
  readonly errors: ManifestError[]
  readonly warnings: ManifestError[]
  readonly asked: Set<string>
  readonly filesRead: Set<string>
  readonly included: Inclusion[]
  readonly extended: Set<string>
  readonly inactive: InactiveService[]
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
  const sets = { asked, filesRead, included: [], extended: new Set<string>(), inactive: [] }
  return { input, errors: [], warnings: [], ...sets, variable, readFile }
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
  run.warnings.push(...warnings)
  run.included.push(...included)
  for (const file of extended) run.extended.add(file)
  if (!root) return []
  run.project = { name: project, root, variable: lookup }
  if (isRaw) return []
  const context = createContext(run, { project, lookup, root })
  tellName(named, root, context)
  if (project === '') context.error(root, 'has no name: write name: at the top, in lower-case letters, digits, - and _')
  if (isMap(root.value) && !hasSections(root.value)) {
    const typo = mistypedSection(root.value)
    if (typo) context.error({ ...root, path: [typo.key] }, `is no key of a Compose file; did you mean ${typo.meant}?`)
    else context.error(root, 'has no services: write them under services:')
    return []
  }
  const draft: FileDraft = { services: [], networks: [], volumes: [], secrets: [], configs: [] }
  readMapping(root, { table: fileAttributes, target: draft, context })
  return finish(run, draft, { ...context, contents })
}

function finish(
  run: Run,
  draft: FileDraft,
  { contents, ...context }: Context & { readonly contents: ManifestInput['contents'] },
): ComposeManifest[] {
  const isEnabled = enabledIn(run, draft)
  const services = draft.services.filter(isEnabled)
  const disabled = draft.services.filter((service) => !isEnabled(service))
  run.inactive.push(...disabled.map(({ name, profiles }) => ({ stack: context.project, name, profiles })))
  const misread = [...run.errors]
  // A file beside this one that can't be read makes nothing of this one wrong.
  for (const service of services) finishService(service, context)
  const all = run.errors.length > 0 ? services : withPreStart(services, draft.services, context)
  if (context.isFull()) return []
  const manifests = manifestsOf(draft, all, { context, contents, file: run.input.file })
  if (run.input.consistency !== false) run.errors.push(...checkManifests(manifests, { disabled, misread }))
  return manifests
}

/** The names in a list of profiles as COMPOSE_PROFILES has it: `a, b`. */
export function profilesIn(list = ''): string[] {
  return list.split(',').map((profile) => profile.trim())
}

type OfProfiles = Pick<ServiceDraft, 'profiles'>

/** Whether a service is active: by its profiles, of which those of a service that is named and left out are active too. */
function enabledIn(run: Run, { services }: FileDraft): (service: OfProfiles) => boolean {
  const { profiles: given = [], named = [] } = run.input
  const isActive =
    (active: ReadonlySet<string>) =>
    ({ profiles }: OfProfiles) =>
      profiles.length === 0 || active.has('*') || profiles.some((profile) => active.has(profile))
  const active = new Set([...given, ...profilesIn(run.variable('COMPOSE_PROFILES'))])
  const left = services.filter((service) => named.includes(service.name) && !isActive(active)(service))
  return isActive(new Set([...active, ...left.flatMap(({ profiles }) => profiles)]))
}

function tellName({ error, warning }: ProjectName, root: Node, context: Context): void {
  const node = childOf(root, 'name') ?? root
  if (error !== undefined) context.error(root, error)
  if (warning !== undefined) context.warn(node, warning)
}

/** That of the last file which has one. */
function nameOf(run: Run, files: ProjectInput['files']): ProjectName {
  const documents = files.flatMap((file) => file.documents)
  const names = documents.flatMap((document) => {
    const written = topLevel(document.value, 'name') ?? null
    const { root } = readDocument({ ...document, value: written }, run.variable)
    return typeof root.value === 'string' ? [root.value] : []
  })
  return projectName({
    declared: names.at(-1),
    given: run.input.stackName,
    variable: run.variable('COMPOSE_PROJECT_NAME'),
    baseDirectory: run.input.baseDirectory,
  })
}

interface Project {
  readonly project: string
  readonly lookup: Lookup
  readonly root: Node
}

function createContext(run: Run, { project, lookup, root }: Project): Context {
  const { baseDirectory } = run.input
  const volumes = topLevel(root.value, 'volumes')
  const error: Context['error'] = (node, message) =>
    void (run.errors.length < mostNotes && run.errors.push(noteAt(node, message)))
  return {
    project,
    baseDirectory,
    variable: lookup,
    ledger: createLedger(),
    declaredVolumes: new Set(typeof volumes === 'object' && volumes !== null ? Object.keys(volumes) : []),
    readFile: run.readFile,
    error,
    fits: createCount(error),
    warn: (node, message) => void (run.warnings.length < mostNotes && run.warnings.push(noteAt(node, message))),
    isFull: () => run.errors.length >= mostNotes,
  }
}

/** What is short for more than this is a mistake or an attack (S12): no object may have as many values. */
const mostShort = 100_000

/** What stands in a file in short is counted as if it were written in full. */
function createCount(error: Context['error']): Context['fits'] {
  let counted = 0
  return (count, node) => {
    const fitted = counted <= mostShort
    counted += count
    if (counted <= mostShort) return true
    if (fitted) error(node, 'comes to too many values with all that stands before it: name fewer')
    return false
  }
}

function topLevel(value: YamlValue, key: string): YamlValue | undefined {
  return isMap(value) ? value[key] : undefined
}

function isMap(value: YamlValue): value is { [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
