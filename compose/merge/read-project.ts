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

/** The files of a project, the first first, and what they are read with. */
export interface ProjectInput {
  readonly files: readonly [ProjectFile, ...ProjectFile[]]
  readonly directory: string
  readonly lookup: Lookup
  readonly readFile: ReadFile
}

/** A project as if one file had all of it; the places of its parts are those of the files. */
export interface ReadProject {
  /** Absent where there is none for all the errors. */
  readonly root?: Node
  readonly errors: readonly ManifestError[]
  readonly warnings: readonly ManifestError[]
  readonly included: readonly Inclusion[]
  /** Absolute paths of the files whose services it extends. */
  readonly extended: readonly string[]
  /** What included files see of the variables that their Secrets and Configs are made of, as `secrets/NAME`. */
  readonly contents?: ReadonlyMap<string, string>
}

/** Reads the files of a project into one: variables replaced, includes and extends resolved, each file merged over those before. */
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
    ...{ readFile, errors: [], warnings: [], taken: 0, bytes: 0, values: 0 },
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

/** Whether a document takes in no other, has no marks for a merge, and is not cut off before its services: nearly all do, and need nothing more. */
function standsAlone({ value, markers }: ParsedDocument): boolean {
  if (isMap(value) && value['services'] === null && Object.values(value).some((each) => each !== null)) return false
  if (!isMap(value) || markers.length > 0 || Object.hasOwn(value, 'include')) return !isMap(value)
  const services = isMap(value['services']) ? Object.values(value['services']) : Object.values(value)
  return !services.some((service) => isMap(service) && Object.hasOwn(service, 'extends'))
}
