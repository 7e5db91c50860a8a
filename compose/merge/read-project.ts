import type { Inclusion, ManifestError } from '../../api/v1/provenance.ts'
import type { ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import { isMap } from '../../api/v1/yaml/is-map.ts'
import { servicesAtTop } from '../generations/first.ts'
import type { Lookup } from '../interpolation/interpolate.ts'
import type { Node } from '../node.ts'
import type { ReadFile } from '../project-variables.ts'
import { readDocument } from '../read-document.ts'
import { createMemo } from './memo.ts'
import { mergeDocuments } from './merge-documents.ts'
import { isFull, type ProjectFiles, refuseAt } from './project-files.ts'
import type { Tree } from './tree.ts'
import { weave } from './weave.ts'

/** One file of a project, parsed. */
export interface ProjectFile {
  /** Absolute path. */
  readonly file: string
  readonly documents: readonly ParsedDocument[]
}

/** The files of a project in merge order, and what they are read with. */
export interface ProjectInput {
  readonly files: readonly [ProjectFile, ...ProjectFile[]]
  readonly directory: string
  readonly lookup: Lookup
  readonly readFile: ReadFile
}

/** A project merged into one tree. The places of its nodes lead to the files they come from. */
export interface ReadProject {
  /** Absent where errors leave nothing to read. */
  readonly root?: Node
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly included: readonly Inclusion[]
  /** Absolute paths of the files whose services are extended. */
  readonly extended: readonly string[]
  /** Values of `environment:` of Secrets and Configs in included files, by `secrets/NAME` or `configs/NAME`. */
  readonly contents?: ReadonlyMap<string, string>
}

/** Merges the files of a project into one: variables are replaced, includes and extends resolved, each file merged over those before. */
export function readProject(input: ProjectInput): ReadProject {
  const { files, lookup } = input
  const [{ documents }] = files
  const [only, ...more] = documents
  if (only && more.length === 0 && files.length === 1 && standsAlone(only)) {
    return { ...readDocument(only, lookup), included: [], extended: [] }
  }
  return merged(input)
}

function merged({ files, directory, lookup, readFile }: ProjectInput): ReadProject {
  const values = files.flatMap(({ documents }) => documents.map(({ value }) => value))
  const shared: ProjectFiles = {
    servicesAtTop: new Set(values.flatMap((value) => [...servicesAtTop(value)])),
    ...{ first: files[0].file, readFile, errors: [], warnings: [], taken: 0, characters: 0, values: 0 },
    ...{ included: new Map(), extended: new Set(), contents: new Map(), documents: new Map() },
    ...{ includes: createMemo(), bases: createMemo() },
  }
  let tree: Tree | undefined
  for (const { file, documents } of files)
    tree = mergeDocuments(tree, documents, { files: shared, file, directory, lookup, includes: [] })
  const { errors, warnings, included, extended, contents } = shared
  const root = tree && !isFull(shared) ? weave(tree) : undefined
  if (tree && !root && !isFull(shared))
    refuseAt(shared, tree.node, 'comes to too many values with all that it includes and extends')
  const found = { included: [...included.values()], extended: [...extended], contents }
  return { errors, warnings, ...found, ...(root ? { root } : {}) }
}

/** Whether a document needs no merging: no include, extends or merge tags, and no empty `services`. True of nearly all: the fast path. */
function standsAlone({ value, markers }: ParsedDocument): boolean {
  if (isMap(value) && value['services'] === null && Object.values(value).some((each) => each !== null)) return false
  if (!isMap(value) || markers.length > 0 || Object.hasOwn(value, 'include')) return !isMap(value)
  const services = isMap(value['services']) ? Object.values(value['services']) : Object.values(value)
  return !services.some((service) => isMap(service) && Object.hasOwn(service, 'extends'))
}
