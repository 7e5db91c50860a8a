import type { ManifestError } from '../api/v1/provenance.ts'
import type { ParsedDocument } from '../api/v1/yaml/parse-documents.ts'
import { parseDocuments } from '../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../api/v1/yaml/to-value.ts'
import { readMapping } from './attributes/attribute.ts'
import type { FileDraft } from './attributes/file.ts'
import { fileAttributes } from './attributes/file.ts'
import { checkManifests } from './check-manifests.ts'
import type { Context } from './context.ts'
import { mostNotes, noteAt } from './context.ts'
import { finishService } from './finish-service.ts'
import type { Lookup } from './interpolation/interpolate.ts'
import { createLedger } from './ledger.ts'
import type { ComposeManifest } from './manifests.ts'
import { manifestsOf } from './manifests.ts'
import { childOf, type Node } from './node.ts'
import { type ProjectName, projectName } from './project-name.ts'
import type { ReadFile } from './project-variables.ts'
import { readDocument } from './read-document.ts'
import { hasSections, mistypedSection } from './recognise.ts'

/** A Compose file and what it may ask for. */
export interface ComposeInput {
  /** Absolute path: errors name it. */
  readonly file: string
  readonly text: string
  /** Absolute; relative paths are taken from here. */
  readonly baseDirectory: string
  readonly variables: Lookup
  readonly readFile: ReadFile
  /** The name of the stack where the file gives none; absent: that of the directory. */
  readonly stackName?: string
  /** Active profiles, beside those of COMPOSE_PROFILES; `*` is all. */
  readonly profiles?: readonly string[]
}

/** What came of a Compose file. */
export interface LoadedCompose {
  /** Empty when there is any error: half a file is not what its author means (S1). */
  readonly manifests: readonly ComposeManifest[]
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  /** Every variable that the file could need, whether or not it is set. */
  readonly variablesAsked: readonly string[]
  /** Absolute paths of the files that it was made of, or would be: env files, label files, profiles. */
  readonly filesRead: readonly string[]
}

/** Reads a Compose file of any generation into resources. Never throws, whatever the text (S12). */
export function loadCompose(input: ComposeInput): LoadedCompose {
  const run = createRun(input)
  const { documents, errors } = parseDocuments(input.text, input.file)
  run.errors.push(...errors)
  const document = errors.length > 0 ? undefined : onlyDocument(run, documents)
  const manifests = document ? load(run, document) : []
  return {
    manifests: run.errors.length > 0 ? [] : manifests,
    errors: run.errors.slice(0, mostNotes),
    warnings: run.warnings.slice(0, mostNotes),
    variablesAsked: [...run.asked].sort(),
    filesRead: [...run.filesRead],
  }
}

interface Run {
  readonly input: ComposeInput
  readonly errors: ManifestError[]
  readonly warnings: ManifestError[]
  readonly asked: Set<string>
  readonly filesRead: Set<string>
  readonly variable: Lookup
}

function createRun(input: ComposeInput): Run {
  const asked = new Set<string>()
  const variable: Lookup = (name) => {
    asked.add(name)
    return input.variables(name)
  }
  return { input, errors: [], warnings: [], asked, filesRead: new Set(), variable }
}

function onlyDocument(run: Run, documents: readonly ParsedDocument[]): ParsedDocument | undefined {
  const [first, second] = documents
  const { file } = run.input
  const start = { file, line: 1, column: 1, origin: 'literal' as const }
  if (!first) run.errors.push({ place: start, path: '', message: 'holds no Compose file: it is empty' })
  if (second) {
    const message = 'several documents in one Compose file are not supported yet: merge them into one'
    run.errors.push({ place: second.provenance.placeOf([]), path: '', message })
  }
  return second ? undefined : first
}

function load(run: Run, document: ParsedDocument): ComposeManifest[] {
  const named = nameOf(run, document)
  const project = named.name
  const lookup: Lookup = (name) => (name === 'COMPOSE_PROJECT_NAME' ? project : run.variable(name))
  const { root, errors, warnings } = readDocument(document, lookup)
  run.errors.push(...errors)
  run.warnings.push(...warnings)
  const [marker] = document.markers
  const context = createContext(run, { project, lookup, root })
  tellName(named, root, context)
  if (project === '') context.error(root, 'has no name: write name: at the top, in lower-case letters, digits, - and _')
  if (marker)
    context.error(
      { ...root, path: marker.path },
      `${marker.tag} belongs to files that are merged, which is not supported yet: take it out`,
    )
  if (isMap(root.value) && !hasSections(root.value)) {
    const typo = mistypedSection(root.value)
    if (typo) context.error({ ...root, path: [typo.key] }, `is no key of a Compose file; did you mean ${typo.meant}?`)
    else context.error(root, 'has no services: write them under services:')
    return []
  }
  const draft: FileDraft = { services: [], networks: [], volumes: [], secrets: [], configs: [] }
  readMapping(root, { table: fileAttributes, target: draft, context })
  return finish(run, draft, context)
}

function finish(run: Run, draft: FileDraft, context: Context): ComposeManifest[] {
  const active = new Set([...(run.input.profiles ?? []), ...(run.variable('COMPOSE_PROFILES') ?? '').split(',')])
  const isEnabled = ({ profiles }: { profiles: readonly string[] }) =>
    profiles.length === 0 || active.has('*') || profiles.some((profile) => active.has(profile))
  const services = draft.services.filter(isEnabled)
  const disabled = draft.services.filter((service) => !isEnabled(service))
  const misread = [...run.errors]
  // A file beside this one that can't be read makes nothing of this one wrong.
  for (const service of services) finishService(service, context)
  if (context.isFull()) return []
  const manifests = manifestsOf(draft, services, { context, file: run.input.file })
  run.errors.push(...checkManifests(manifests, { disabled, misread }))
  return manifests
}

function tellName({ error, warning }: ProjectName, root: Node, context: Context): void {
  const node = childOf(root, 'name') ?? root
  if (error !== undefined) context.error(root, error)
  if (warning !== undefined) context.warn(node, warning)
}

function nameOf(run: Run, document: ParsedDocument): ProjectName {
  const { root } = readDocument({ ...document, value: topLevel(document.value, 'name') ?? null }, run.variable)
  return projectName({
    declared: typeof root.value === 'string' ? root.value : undefined,
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
  const { baseDirectory, readFile } = run.input
  const volumes = topLevel(root.value, 'volumes')
  return {
    project,
    baseDirectory,
    variable: lookup,
    ledger: createLedger(),
    declaredVolumes: new Set(typeof volumes === 'object' && volumes !== null ? Object.keys(volumes) : []),
    readFile(path) {
      run.filesRead.add(path)
      return readFile(path)
    },
    error: (node, message) => void (run.errors.length < mostNotes && run.errors.push(noteAt(node, message))),
    warn: (node, message) => void (run.warnings.length < mostNotes && run.warnings.push(noteAt(node, message))),
    isFull: () => run.errors.length >= mostNotes,
  }
}

function topLevel(value: YamlValue, key: string): YamlValue | undefined {
  return isMap(value) ? value[key] : undefined
}

function isMap(value: YamlValue): value is { [key: string]: YamlValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
