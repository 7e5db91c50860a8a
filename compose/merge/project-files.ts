import type { Inclusion, ManifestError } from '../../api/v1/provenance.ts'
import { fileReason } from '../../api/v1/file-reason.ts'
import { parseDocuments, type ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { noteAt } from '../context.ts'
import type { Node } from '../node.ts'
import { isMissing, type ReadFile } from '../project-variables.ts'
import { yamlLimits } from '../../api/v1/yaml/read-nodes.ts'
import { charactersOf } from '../../api/v1/language/characters.ts'
import { countOf } from './count.ts'
import type { Marks } from './markers.ts'
import type { Memo } from './memo.ts'
import type { Tree } from './tree.ts'

/** The state that the files of one project share while they are read. */
export interface ProjectFiles {
  /** Absolute path of the first file of the project. */
  readonly first: string
  readonly readFile: ReadFile
  /** The names of the services in files of the oldest format: such files may refer to each other's services by bare names. */
  readonly servicesAtTop: ReadonlySet<string>
  readonly errors: ManifestError[]
  readonly warnings: ManifestError[]
  /** The included files, by path. */
  readonly included: Map<string, Inclusion>
  /** The paths of the files whose services are extended. */
  readonly extended: Set<string>
  /** Values of `environment:` of Secrets and Configs in included files, by `secrets/NAME` or `configs/NAME`. */
  readonly contents: Map<string, string>
  /** The documents of each file that was read; undefined where reading failed, with an error reported. */
  readonly documents: Map<string, readonly ParsedDocument[] | undefined>
  /** How many files were included or extended; each time counts (S12). */
  taken: number
  /** The total size of these files and of what is extended, in characters and in values; each time counts. */
  characters: number
  values: number
  /** The merged tree of each entry of `include`. */
  readonly includes: Memo<Tree>
  /** The files whose services are extended, as read. */
  readonly bases: Memo<BaseFile>
}

/** A file whose services are extended: its services as written, and those already resolved. */
export interface BaseFile {
  readonly services: ReadonlyMap<string, Tree>
  readonly marks: Marks
  /** The services with their own `extends` resolved, as far as that was needed. */
  readonly whole: Map<string, Base>
}

/** A service with its `extends` resolved, which others may extend. */
export interface Base {
  readonly tree: Tree
  /** The length of its own chain of extends. */
  readonly depth: number
}

/** The most files included or extended. More is a mistake or an attack, as the number can double with each level of includes (S12). */
const most = 500

/** Reads the documents of another file, named at a node. Returns undefined, with an error reported at the node, where that fails. */
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

/** Whether all sections of a document are empty. Compose refuses that too; the file may be cut off before its declarations (S1). */
function isBlank({ value }: ParsedDocument): boolean {
  if (!isMap(value)) return value === null
  const sections = Object.values(value)
  return sections.length > 0 && sections.every((section) => section === null)
}

/** Returns the documents if the project with them stays within the size of a single file, else undefined (S12). */
function fitting(files: ProjectFiles, documents: readonly ParsedDocument[], named: Node) {
  // Aliases may stand for more than the text has, and comments for less.
  const characters = documents.reduce(
    (sum, each) => sum + Math.max(each.sourceText.length, charactersOf(each.value)),
    0,
  )
  const values = documents.reduce((sum, { value }) => sum + countOf(value), 0)
  return fits(files, { characters, values }, named) ? documents : undefined
}

/** Adds a size to the project's total. Returns false when the total exceeds the limit, and reports that once, at the node. */
export function fits(files: ProjectFiles, more: Pick<ProjectFiles, 'characters' | 'values'>, named: Node): boolean {
  if (isFull(files)) return false
  files.characters += more.characters
  files.values += more.values
  const what = files.values > yamlLimits.values ? 'too many values' : 'too much text'
  if (isFull(files))
    refuseAt(files, named, `comes to ${what} with all that is included and extended before: take in less`)
  return !isFull(files)
}

/** Whether the project exceeds its size limit. The error is reported already, and reading should stop. */
export function isFull({ characters, values }: ProjectFiles): boolean {
  return characters > yamlLimits.bytes || values > yamlLimits.values
}

/** Parses the documents of a text. Returns undefined, with its errors reported, where it can't be parsed. */
export function documentsOf(files: ProjectFiles, path: string, text: string): readonly ParsedDocument[] | undefined {
  const { documents, errors } = parseDocuments(text, path)
  files.errors.push(...errors)
  return errors.length > 0 ? undefined : documents
}

/** Reports an error at a node, and returns undefined. */
export function refuseAt(files: Pick<ProjectFiles, 'errors'>, node: Node, message: string): undefined {
  files.errors.push(noteAt(node, message))
  return undefined
}
