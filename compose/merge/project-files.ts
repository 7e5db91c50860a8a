import type { Inclusion, ManifestError } from '../../api/v1/provenance.ts'
import { fileReason } from '../../api/v1/file-reason.ts'
import { parseDocuments, type ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { noteAt } from '../context.ts'
import type { Node } from '../node.ts'
import { isMissing, type ReadFile } from '../project-variables.ts'
import { yamlLimits } from '../../api/v1/yaml/read-nodes.ts'
import { countOf } from './count.ts'
import type { Marks } from './markers.ts'
import type { Memo } from './memo.ts'
import type { Tree } from './tree.ts'

/** What the files of one project share while they are read. */
export interface ProjectFiles {
  readonly readFile: ReadFile
  /** The services of its files of the oldest format: each of these may mean those of the others by their names alone. */
  readonly servicesAtTop: ReadonlySet<string>
  readonly errors: ManifestError[]
  readonly warnings: ManifestError[]
  /** Files that became part of the project, by how: those that are included, by path. */
  readonly included: Map<string, Inclusion>
  readonly extended: Set<string>
  /** What included files see of the variables that Secrets and Configs of theirs are made of, as `secrets/NAME`. */
  readonly contents: Map<string, string>
  /** The documents of each file that was read; undefined where that failed, which was told. */
  readonly documents: Map<string, readonly ParsedDocument[] | undefined>
  /** How many files were taken in; one that is taken twice counts twice (S12). */
  taken: number
  /** How large those are together, in bytes and in values. */
  bytes: number
  values: number
  /** What each entry of `include` came to. */
  readonly includes: Memo<Tree>
  /** The services of each file that others extend. */
  readonly bases: Memo<BaseFile>
}

/** A file whose services are extended, as they stand in it. */
export interface BaseFile {
  readonly services: ReadonlyMap<string, Tree>
  readonly marks: Marks
  /** Those with all that they extend themselves. */
  readonly whole: Map<string, Base>
}

/** A service that others may extend. */
export interface Base {
  readonly tree: Tree
  /** How many services it extends, one through the other. */
  readonly depth: number
}

/** A project that takes in more is a mistake or an attack: each may take in others, so that their number doubles (S12). */
const most = 500

/** The documents of another file that a node names; an error at the node where there are none. */
export function takeIn(files: ProjectFiles, path: string, named: Node): readonly ParsedDocument[] | undefined {
  const error = (message: string) => void files.errors.push(noteAt(named, message))
  files.taken += 1
  if (files.taken > most) {
    if (files.taken === most + 1) error(`more than ${most} files are included or extended: name fewer`)
    return undefined
  }
  const known = files.documents.get(path)
  if (known) return fitting(files, known, named)
  if (files.documents.has(path)) return undefined
  const text = files.readFile(path)
  if (typeof text !== 'string') {
    error(
      isMissing(text)
        ? `${path} is not there: make it, or take this out`
        : `${path} can't be read: ${fileReason(text)}`,
    )
    return undefined
  }
  const documents = documentsOf(files, path, text)
  if (documents?.every(isBlank)) error(`${path} holds no Compose file: it is empty`)
  files.documents.set(path, documents)
  return documents && fitting(files, documents, named)
}

/** Whether nothing has a value: Compose wants a map in each section that is there, and a file may be cut off before what it declared (S1). */
function isBlank({ value }: ParsedDocument): boolean {
  if (!isMap(value)) return value === null
  const sections = Object.values(value)
  return sections.length > 0 && sections.every((section) => section === null)
}

/** Documents, if they are not too much with all that was taken in before, as one file could be (S12). */
function fitting(files: ProjectFiles, documents: readonly ParsedDocument[], named: Node) {
  const bytes = documents.reduce((sum, { sourceText }) => sum + Buffer.byteLength(sourceText), 0)
  const values = documents.reduce((sum, { value }) => sum + countOf(value), 0)
  return fits(files, { bytes, values }, named) ? documents : undefined
}

/** Counts what is taken in; an error at the node, once, where that is more than a project may hold. */
export function fits(
  files: ProjectFiles,
  more: { readonly bytes?: number; readonly values: number },
  named: Node,
): boolean {
  if (isFull(files)) return false
  files.bytes += more.bytes ?? 0
  files.values += more.values
  if (isFull(files))
    refuseAt(files, named, 'comes to too many values with all that is included and extended before: take in less')
  return !isFull(files)
}

/** Whether more was taken in than a project may hold, which was told: nothing comes of it any more. */
export function isFull({ bytes, values }: ProjectFiles): boolean {
  return bytes > yamlLimits.bytes || values > yamlLimits.values
}

/** The documents of a text; undefined where it can't be read, which is told. */
export function documentsOf(files: ProjectFiles, path: string, text: string): readonly ParsedDocument[] | undefined {
  const { documents, errors } = parseDocuments(text, path)
  files.errors.push(...errors)
  return errors.length > 0 ? undefined : documents
}

/** Tells what is wrong with a node. */
export function refuseAt(files: Pick<ProjectFiles, 'errors'>, node: Node, message: string): undefined {
  files.errors.push(noteAt(node, message))
  return undefined
}
