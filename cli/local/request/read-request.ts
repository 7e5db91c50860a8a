import { ownValue } from '../../../api/v1/language/own-value.ts'
import { existsSync, statSync } from 'node:fs'
import { bytesOfVariable, emptyVariable, unsetVariable } from '../../../api/v1/variable-bytes.ts'
import { isWithin } from '../../../api/v1/language/path-within.ts'
import { isContent } from '../../../api/v1/kinds.ts'
import { errorAt, type ManifestError } from '../../../api/v1/provenance.ts'
import type {
  ApplyRequest,
  ManifestRequest,
  Source,
  SourceText,
  StagedTree,
} from '../../../api/v1/installation/requests.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { type Accepted, DESIRED } from '../../../store/source/acceptance/accepted.ts'
import type { ApplyContext, ManifestReader } from '../../../store/source/reading/manifest-reader.ts'
import { sentFarBinds } from './sent-far-binds.ts'
import { withoutOtherStack } from './other-stack.ts'
import { onlyServices } from './only-services.ts'
import { readSideFile } from '../../../store/source/disk/side-file.ts'
import { withoutParts } from '../../../store/source/reading/parts.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import {
  type FileReading,
  objectsIn,
  passedLink,
  type ResourceId,
  unreadableFile,
} from '../../../store/source/reading/reading.ts'
import { passedByWarnings } from '../../../store/source/reading/passed-by.ts'

/** Readers of formats other than our own. */
export const readers: readonly ManifestReader[] = [composeReader]

/** The result of reading a request: parsed files, or the variables that the client must send first. */
export type RequestReading =
  | { readonly needs: readonly string[] }
  | {
      readonly needs?: undefined
      readonly files: readonly FileReading[]
      readonly errors: readonly ManifestError[]
      /** The variables that were looked up, other than those of the content of Secrets and Configs; absent: unknown. */
      readonly used?: ReadonlySet<string>
    }

/** A reading that needs no further variables. */
export type WholeReading = Exclude<RequestReading, { readonly needs: readonly string[] }>

/** Context for reading a request. */
export interface RequestContext extends Pick<ApplyContext, 'consistency'> {
  readonly readFile?: ApplyContext['readFile']
  /** Whether the request was accepted earlier: its stack is then not checked again. */
  readonly isTaken?: boolean
  /** What is accepted from the request's root. A file from which a stack runs must not silently become a part of another file. */
  readonly running?: { readonly root: string; readonly accepted: ReadonlyMap<ResourceId, Accepted> }
}

/** Reads the texts of a request. Asks for the variables that they refer to, and no others. */
export function readRequest(
  request: ManifestRequest,
  { readFile, running, isTaken = false, consistency = true }: RequestContext = {},
): RequestReading {
  const [asked, used] = [new Set<string>(), new Set<string>()]
  const context = { ...contextOf(request, { asked, used }), consistency, readFile: readFile ?? sideFilesOf(request) }
  const read = projectsOf(request.sources)
    .map(({ source, over }) => ({ source, reading: readSource(source, over, context) }))
    .map(({ source, reading }) =>
      'inDirectory' in source ? inDirectory(reading, request) : withMissing(reading, request),
    )
  const all = withoutFoundParts(read, request.sources, running)
  const named = isTaken ? all : all.map((file) => withoutOtherStack(file, request))
  const files = request.only ? onlyServices(named, request.only) : named
  for (const name of variablesOf(files)) if (!hasVariable(request, name)) asked.add(name)
  if (asked.size > 0) return { needs: [...asked] }
  return {
    files: files.map((file) => withUnset(file, request)),
    errors: files.flatMap((file) => (file.outside ? [] : file.errors)),
    used,
  }
}

/** The request without the variables that its reading did not take: a pipe of `--env-file` may have any number more, which nobody keeps. */
export function withUsed(request: ApplyRequest, { files, used }: Omit<WholeReading, 'errors'>): ApplyRequest {
  const { variables = {} } = request
  const taken = new Set([...(used ?? Object.keys(variables)), ...variablesOf(files)])
  return { ...request, variables: Object.fromEntries(Object.entries(variables).filter(([name]) => taken.has(name))) }
}

/**
 * Warns of a Secret or Config whose variable is unset or empty, as it may be set at the next apply. For Compose files the reader reports
 * this.
 */
function withUnset(reading: FileReading, { variables }: ManifestRequest): FileReading {
  const unset = reading.manifests.flatMap(({ object, provenance, content }): ManifestError[] => {
    const name = isContent(object) ? object.spec.environment : undefined
    if (!isContent(object) || name === undefined || content !== undefined) return []
    const value = ownValue(variables ?? {}, name)
    if (bytesOfVariable(object, value)) return []
    const path = ['spec', 'environment']
    const message = typeof value === 'string' ? emptyVariable(name) : unsetVariable(name)
    return [errorAt(provenance, path, message)]
  })
  return unset.length === 0 ? reading : { ...reading, warnings: [...reading.warnings, ...unset] }
}

/** The variables whose values are the content of Secrets and Configs. */
export function variablesOf(files: readonly FileReading[]): string[] {
  return objectsIn(files).flatMap((object) => (isContent(object) ? (object.spec.environment ?? []) : []))
}

type Where = Pick<ManifestRequest, 'staged' | 'sideFiles'>

/** Marks a file that was found in a directory rather than named; files that are no manifests are ignored. */
export function inDirectory(reading: FileReading, request: Where): FileReading {
  return { ...(reading.foreign ? passedBy(reading) : withMissing(reading, request)), found: true }
}

function passedBy(reading: FileReading): FileReading {
  const warnings = reading.errors.length > 0 ? passedByWarnings(reading) : reading.warnings
  return { ...reading, manifests: [], errors: [], warnings }
}

/** Warns of content files that are missing or empty. They may be created later, and tasks that mount them wait. */
function withMissing(reading: FileReading, { staged, sideFiles }: Where): FileReading {
  if (sideFiles) return { ...reading, sent: true, warnings: [...reading.warnings, ...sentFarBinds(reading)] }
  const missing = reading.manifests.flatMap(({ object, provenance }): ManifestError[] => {
    const file = isContent(object) ? object.spec.file : undefined
    const lack = file === undefined ? undefined : lackOf(stagedPath(staged, file), object.kind)
    if (file === undefined || lack === undefined) return []
    const path = ['spec', 'file']
    const message = `${file} ${lack}`
    return [errorAt(provenance, path, message)]
  })
  return missing.length === 0 ? reading : { ...reading, warnings: [...reading.warnings, ...missing] }
}

const HELD = 'what mounts it is neither begun nor changed'

/** What is wrong with a content file; undefined if it has content. An empty Config is fine. */
function lackOf(file: string, kind: string): string | undefined {
  const found = existsSync(file) ? statSync(file, { throwIfNoEntry: false }) : undefined
  if (!found) return `is not there: ${HELD} until it is, and what runs goes on with the bytes of before`
  if (found.isDirectory()) return `is a directory: ${HELD}; name a file, or bind the directory as a volume`
  if (!found.isFile()) return `is no regular file: ${HELD}; name one`
  if (kind !== 'Secret' || found.size > 0) return undefined
  return 'is empty, and so is the secret for what mounts it: put its bytes there, if it is to have some'
}

interface SourceProject {
  readonly source: Source
  readonly over: readonly SourceText[]
}

/** Groups each text with those to merge over it. */
function projectsOf(sources: readonly Source[]): readonly SourceProject[] {
  const projects: { source: Source; over: SourceText[] }[] = []
  for (const source of sources) {
    const last = projects.at(-1)
    if (last && 'text' in source && source.over) last.over.push(source)
    else projects.push({ source, over: [] })
  }
  return projects
}

function readSource(source: Source, over: readonly SourceText[], context: ApplyContext): FileReading {
  if ('unreadable' in source) {
    const { message, leads } = source.unreadable
    return leads
      ? passedLink(source.file, { leads, reason: message })
      : unreadableFile(source.file, message, source.unreadable)
  }
  // A file found in a directory is read as in a watched directory, with its override files.
  if (source.inDirectory) return readText({ file: source.file, text: source.text }, context, readers)
  const bare = ({ file, text }: SourceText) => ({ file, text })
  return readText({ ...bare(source), over: over.map(bare) }, context, readers)
}

/** Drops files that other files include, if they were found beside them and not named: they are no stacks of their own. */
function withoutFoundParts(
  readings: readonly FileReading[],
  sources: readonly Source[],
  { root, accepted }: NonNullable<RequestContext['running']> = { root: DESIRED, accepted: new Map() },
): readonly FileReading[] {
  const found = new Set(sources.flatMap((source) => ('inDirectory' in source ? [source.file] : [])))
  const settled = withoutParts(root, new Map(readings.map((each) => [each.file, each])), accepted)
  return readings.map((each) => (found.has(each.file) ? (settled.get(each.file) ?? each) : each))
}

function contextOf(
  request: ManifestRequest,
  { asked, used }: Readonly<Record<'asked' | 'used', Set<string>>>,
): Omit<ApplyContext, 'readFile'> {
  return {
    ...(request.stack === undefined ? {} : { stack: request.stack }),
    ...(request.only ? { named: request.only.services } : {}),
    ...(request.staged ? { root: request.staged.directory } : {}),
    variable(name) {
      used.add(name)
      if (!hasVariable(request, name)) asked.add(name)
      return ownValue(request.variables ?? {}, name) ?? undefined
    },
  }
}

/** Reads files beside the manifests: those sent along with the request, else from this disk. */
function sideFilesOf({ sideFiles, staged }: ManifestRequest): ApplyContext['readFile'] {
  if (!sideFiles) return (path) => readSideFile(stagedPath(staged, path))
  return (path) => {
    const text = Object.hasOwn(sideFiles, path) ? sideFiles[path] : undefined
    if (text === undefined) return new Error('it was not sent along: the command line and serve differ in version')
    return (
      text ?? Object.assign(new Error('there is no such file on the machine of the command line'), { code: 'ENOENT' })
    )
  }
}

function hasVariable({ variables }: ManifestRequest, name: string): boolean {
  return variables !== undefined && Object.hasOwn(variables, name)
}

/** Maps a path below the staged directory to the tree that stands in for it. */
export function stagedPath(staged: StagedTree | undefined, path: string): string {
  return staged && isWithin(path, staged.directory) ? `${staged.at}${path.slice(staged.directory.length)}` : path
}
