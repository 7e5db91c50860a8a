import { basename, dirname } from 'node:path'
import { MOST_DECLARED_CHARACTERS } from '../../../api/v1/file-reason.ts'
import { errorText } from '../../../api/v1/language/caught-error.ts'
import { charactersOf } from '../../../api/v1/language/characters.ts'
import { API_VERSION, GROUP, isKind, kinds, type Kind, type ObjectOf } from '../../../api/v1/kinds.ts'
import {
  aboutFile,
  collisionPlace,
  errorAt,
  type FieldPath,
  type Manifest,
  type ManifestError,
  type Provenance,
} from '../../../api/v1/provenance.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { losesCharacters, STACK_NAME_RULE } from '../../../api/v1/names.ts'
import { validateObject } from '../../../api/v1/validation/validate.ts'
import { formatPath } from '../../../api/v1/validation/validation-error.ts'
import { parseDocuments, type ParsedDocument } from '../../../api/v1/yaml/parse-documents.ts'
import { isKeptPlan } from '../../../api/v1/installation/kept-plan.ts'
import { isMap } from '../../../api/v1/yaml/is-map.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import { errorWords } from './format-error.ts'
import { stackNameFor } from '../disk/file-names.ts'
import { insteadOf } from './foreign-kind.ts'
import { contextErrors } from './further-contexts.ts'
import type {
  ApplyContext,
  FileManifests,
  ManifestReader,
  ManifestText,
  ParsedManifestText,
} from './manifest-reader.ts'

/**
 * Reads the manifests of one text, or its errors with file, line, column, path and value. Ours have `apiVersion` and `kind` (a List is
 * split up); other text goes to the first reader that recognises it. A manifest without a namespace belongs to the stack of the context,
 * else to that of the file's directory, as in Compose. Never throws (S12).
 */
export function readManifests(
  source: ManifestText,
  context: ApplyContext,
  readers: readonly ManifestReader[],
): FileManifests {
  try {
    const parsed = parseDocuments(source.text, source.file)
    const file = withinBound(read({ ...source, parsed }, context, readers))
    parsed.letGo()
    return file
  } catch (error) {
    const message = `could not be read, by a fault of reconcile: ${errorText(error)}`
    return { ...nothing, errors: [aboutFile(source.file, message)] }
  }
}

/** Refuses a file whose manifests come to so much text that hashing and keeping it would hold up all else. */
function withinBound(read: FileManifests): FileManifests {
  let characters = 0
  const large = read.manifests.find(({ object }) => (characters += charactersOf(object)) > MOST_DECLARED_CHARACTERS)
  if (!large) return read
  const message = 'comes to too much text with all that stands before it: put less into it, or split the file'
  return { ...read, manifests: [], errors: [{ place: large.provenance.placeOf([]), path: '', message }] }
}

function read(source: ParsedManifestText, context: ApplyContext, readers: readonly ManifestReader[]): FileManifests {
  const { documents, errors } = source.parsed
  if (errors.length > 0) return { ...nothing, errors, foreign: !looksMeant(source.text) }
  const first = documents[0]
  if (!first) return nothing
  const reader = documents.some(isTyped)
    ? undefined
    : readers.find((each) => each.recognises(first.value) || each.expects(source.file))
  if (reader) return { ...reader.read(source, context), foreign: false }
  if (isKeptPlan(first.value)) return { ...nothing, errors: [keptPlan(source.file)], foreign: true, isKeptPlan: true }
  const [unmerged] = source.over ?? []
  if (unmerged) return { ...nothing, errors: [unmergeable(unmerged.file, source.file)] }
  const parts = documents.map((document) => readDocument(document, { source, context }))
  const manifests = parts.flatMap((each) => each.manifests)
  const wrong = parts.flatMap((each) => each.errors)
  return {
    ...nothing,
    manifests,
    errors: wrong.length > 0 || context.written ? wrong : contextErrors(manifests),
    warnings: nameWarning(documents, { source, context }),
    stacks: parts.flatMap((each) => each.stacks),
    foreign: !documents.some(isTyped),
  }
}

function keptPlan(file: string): ManifestError {
  return aboutFile(file, 'is a plan that `plan --out` kept, and no manifest: apply it without -f')
}

function unmergeable(file: string, into: string): ManifestError {
  return aboutFile(file, `can't be merged over ${into}, which is no Compose file: name it by itself`)
}

const nothing: FileManifests = { manifests: [], errors: [], warnings: [], sideFiles: [], foreign: false }

/** Whether a text that can't be parsed was meant for us: a chart's template or another tool's YAML in the tree is not an error. */
function looksMeant(text: string): boolean {
  return (
    text.includes(GROUP) ||
    /^["']?(services|networks|volumes|secrets|configs)["']?\s*:/m.test(text) ||
    /^\s*\{\s*"services"\s*:/.test(text)
  )
}

function isTyped({ value }: ParsedDocument): boolean {
  return isMap(value) && ('apiVersion' in value || 'kind' in value)
}

interface Surroundings {
  readonly source: ManifestText
  readonly context: ApplyContext
}

interface ReadDocument {
  readonly manifests: readonly Manifest<ObjectOf>[]
  readonly errors: readonly ManifestError[]
  readonly stacks: readonly string[]
}

/** A whole document, or one item of a List. */
interface Part {
  readonly document: ParsedDocument
  readonly at: FieldPath
  readonly value: YamlValue
}

function readDocument(document: ParsedDocument, around: Surroundings): ReadDocument {
  const marker = document.markers[0]
  if (marker)
    return {
      manifests: [],
      errors: [errorAt(document.provenance, marker.path, `${marker.tag} is for Compose files: take it out`)],
      stacks: [],
    }
  const read = partsOf(document).map((part) => readPart(part, around))
  return {
    manifests: read.flatMap((each) => each.manifests),
    errors: read.flatMap((each) => each.errors),
    stacks: read.flatMap((each) => each.stacks),
  }
}

function partsOf(document: ParsedDocument): Part[] {
  const { value } = document
  if (!isMap(value) || !isList(value)) return [{ document, at: [], value }]
  return value.items.map((item, index) => ({ document, at: ['items', index], value: item }))
}

function isList(value: { [key: string]: YamlValue }): value is { items: YamlValue[] } {
  return (
    typeof value.kind === 'string' &&
    /List$/.test(value.kind) &&
    Array.isArray(value.items) &&
    (value.apiVersion === 'v1' || value.apiVersion === API_VERSION)
  )
}

function readPart(part: Part, around: Surroundings): ReadDocument {
  const refusal = refusalOf(part.value)
  if (refusal) return { manifests: [], errors: [errorIn(part, refusal.path, refusal.message)], stacks: [] }
  const object = cleaned(part.value as Draft, around)
  const stacks = namespaceOf(object)
  const { provenance } = part.document
  const errors = validateObject(object).map((error) => ({
    place: provenance.placeOf([...part.at, ...error.path]),
    path: error.path.length === 0 ? '' : formatPath(error.path),
    message: `${errorWords(error)}${collisionPlace(provenance, error.beside && [...part.at, ...error.beside])}`,
  }))
  if (errors.length > 0) return { manifests: [], errors, stacks }
  // A kind with only optional fields may be declared without a spec.
  const manifest = manifestOf(part, { spec: {}, ...object } as unknown as ObjectOf, around.source.file)
  return { manifests: [manifest], errors, stacks }
}

const STACK_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/

function namespaceOf({ metadata }: Draft): readonly string[] {
  const namespace = isMap(metadata) ? metadata.namespace : undefined
  return typeof namespace === 'string' && STACK_NAME.test(namespace) ? [namespace] : []
}

function refusalOf(value: YamlValue): { readonly path: FieldPath; readonly message: string } | undefined {
  if (!isMap(value))
    return { path: [], message: `a manifest is a map with apiVersion: ${API_VERSION}, kind, metadata and spec` }
  const { apiVersion, kind } = value
  if (apiVersion === undefined && kind === undefined) return composeRefusal(value)
  if (typeof apiVersion === 'string' && !apiVersion.startsWith(`${GROUP}/`)) {
    const instead = insteadOf(apiVersion, shown(kind))
    const message = `must be ${API_VERSION} (is ${JSON.stringify(shown(apiVersion))}, of kind ${shown(kind)})`
    return { path: ['apiVersion'], message: instead === undefined ? message : `${message}: ${instead}` }
  }
  if (isKind(kind) && !kinds[kind].declared) {
    return {
      path: ['kind'],
      message: `a ${kind} is made by reconcile and can't be declared: declare a Service (${derivedFrom[kind] ?? ''})`,
    }
  }
  return undefined
}

/** What is wrong with a file that was meant for Compose, of which no reader knew that; undefined for others. */
function composeRefusal(value: Draft): ReturnType<typeof refusalOf> {
  const keys = Object.keys(value)
  const capital = keys.find((key) => key !== 'services' && key.toLowerCase() === 'services')
  if (capital !== undefined)
    return { path: [capital], message: 'is no key of a Compose file: write services, in lower-case letters' }
  if (keys.length === 0 || !keys.every((key) => /^(version|name|x-.*)$/.test(key))) return undefined
  return { path: [], message: `declares nothing: a Compose file has services:, a manifest apiVersion: ${API_VERSION}` }
}

const derivedFrom: Partial<Record<Kind, string>> = {
  Task: 'its replicas are tasks',
  Stack: 'its metadata.namespace is the stack',
  Revision: 'each change of its template is a revision',
}

function shown(value: YamlValue | undefined): string {
  return typeof value === 'string' ? value.slice(0, 100) : String(value === undefined ? 'missing' : typeof value)
}

interface Draft {
  [key: string]: YamlValue
}

/**
 * Drops the status, and the metadata and annotations that the store sets, so that the output of `get -o yaml` can be applied again, and
 * fills in the namespace. What a command noted on an object that is kept as it was written stays.
 */
function cleaned(value: Draft, { source, context }: Surroundings): Draft {
  const { status: _, ...object } = value
  if (!isMap(object.metadata)) return object
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !serverSet.has(key)))
  const { annotations: all } = metadata
  if (isMap(all) && !context.written && Object.keys(all).some((key) => ours.has(key))) {
    const declared = Object.entries(all).filter(([key]) => !ours.has(key))
    delete metadata.annotations
    if (declared.length > 0) metadata.annotations = Object.fromEntries(declared)
  }
  if (namesNoStack(object)) metadata.namespace = context.stack ?? stackNameFor(source.file)
  return { ...object, metadata }
}

function namesNoStack(value: YamlValue): boolean {
  if (!isMap(value) || !isMap(value.metadata) || value.metadata.namespace !== undefined) return false
  return isKind(value.kind) && kinds[value.kind].scope === 'Namespaced'
}

/** A warning where a directory's name had to be changed to become a stack's name. */
function nameWarning(documents: readonly ParsedDocument[], { source, context }: Surroundings): ManifestError[] {
  const directory = basename(dirname(source.file))
  if (context.stack !== undefined || !losesCharacters(directory)) return []
  const part = documents.flatMap(partsOf).find(({ value }) => namesNoStack(value))
  if (!part) return []
  const stack = stackNameFor(source.file)
  const message = `the stack is ${stack}, of the directory ${JSON.stringify(directory)}: a stack's name has ${STACK_NAME_RULE}; write namespace: ${stack} here to have it so`
  return [errorIn(part, ['metadata'], message)]
}

const ours: ReadonlySet<string> = new Set(Object.values(annotations))

const serverSet = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
  'selfLink',
])

function manifestOf({ document, at }: Part, object: ObjectOf, file: string): Manifest<ObjectOf> {
  const provenance = at.length === 0 ? document.provenance : provenanceBelow(document.provenance, at)
  return { object, provenance, file, sourceText: at.length === 0 ? document.sourceText : document.sourceOf(at) }
}

function provenanceBelow({ placeOf, positionOf }: Provenance, at: FieldPath): Provenance {
  return {
    placeOf: (path) => placeOf([...at, ...path]),
    ...(positionOf ? { positionOf: (path) => positionOf([...at, ...path]) } : {}),
  }
}

function errorIn({ document, at }: Part, path: FieldPath, message: string): ManifestError {
  return {
    place: document.provenance.placeOf([...at, ...path]),
    path: path.length === 0 ? '' : formatPath(path),
    message,
  }
}
