import { dirname, resolve } from 'node:path/posix'
import { stableJson } from '../../api/v1/language/hash.ts'
import type { Inclusion } from '../../api/v1/provenance.ts'
import type { ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { noteAt } from '../context.ts'
import type { Lookup } from '../interpolation/interpolate.ts'
import { asWritten } from '../interpolation/interpolate-tree.ts'
import { describe, type Node, placeOf } from '../node.ts'
import { isAddress } from '../paths.ts'
import { projectVariables } from '../project-variables.ts'
import { mergeable } from './forms.ts'
import type { Reading, Step } from './layer.ts'
import { mergeTrees } from './merge-trees.ts'
import { fits, isFull, type ProjectFiles, refuseAt, takeIn } from './project-files.ts'
import { rebaseDocument } from './rebase.ts'
import {
  entriesIn,
  entryIn,
  itemsIn,
  mapAt,
  mapEntries,
  scalarAt,
  shapeOf,
  textIn,
  type Tree,
  withEntry,
} from './tree.ts'
import { weave } from './weave.ts'

/** Resolves `include`: adds the resources of the included files, and merges the document's own definitions over them. */
export function withIncluded(tree: Tree, reading: Reading, merge: MergeDocuments): Tree {
  const include = entryIn(tree, 'include')
  if (!include) return tree
  if (shapeOf(include) !== 'list' && shapeOf(include) !== 'nothing')
    refuseAt(reading.files, include.node, `must be a list of paths or maps, not ${describe(include.node)}`)
  const others = itemsIn(include).flatMap((item) => {
    const entry = entryOf(item, reading)
    const other = entry && reading.files.includes(reading.lookup, keyOf(entry), () => taken(entry, reading, merge))
    return other ? [other] : []
  })
  if (isFull(reading.files)) return withEntry(tree, 'include', undefined)
  const all = [...new Set(others)].reduce<Tree | undefined>(
    (sum, other) => (sum ? together(sum, other, reading) : other),
    undefined,
  )
  return over(all, withEntry(tree, 'include', undefined), reading)
}

/** mergeDocuments as an argument, since including and merging call each other. */
export type MergeDocuments = (
  before: Tree | undefined,
  documents: readonly ParsedDocument[],
  reading: Reading,
) => Tree | undefined

/** One entry of `include`. */
interface Entry {
  readonly node: Node
  /** The included file, and the files to merge over it. */
  readonly paths: readonly [string, ...string[]]
  readonly directory: string
  /** Absent: `.env` of the directory, if it exists. */
  readonly envFiles?: readonly string[]
}

function entryOf(item: Tree, reading: Reading): Entry | undefined {
  const isMap = shapeOf(item) === 'map'
  const { node } = item
  const [path, ...more] = isMap ? textsIn(item, 'path', reading) : [textIn(item) ?? '']
  if (path === undefined || path === '')
    return refuseAt(reading.files, node, `must be a path, or a map with path, not ${describe(node)}`)
  const unknown = isMap && [...entriesIn(item).keys()].find((key) => !includeKeys.has(key) && !key.startsWith('x-'))
  if (unknown)
    return refuseAt(reading.files, node, `has no attribute ${unknown}: it takes ${[...includeKeys].join(', ')}`)
  const address = [path, ...more].find(isAddress)
  if (address !== undefined)
    return refuseAt(reading.files, node, `${address} is an address: fetch it, and name the file here`)
  const absolute = (written: string) => resolve(reading.directory, written)
  const first = absolute(path)
  const [directory] = isMap ? textsIn(item, 'project_directory', reading) : []
  const envFiles = isMap ? textsIn(item, 'env_file', reading).map(absolute) : []
  return {
    node,
    paths: [first, ...more.map(absolute)],
    directory: directory ? absolute(directory) : dirname(first),
    ...(envFiles.length > 0 ? { envFiles } : {}),
  }
}

/** The cache key of an entry: the result depends only on its files, directory and env files, and on the lookup. */
function keyOf({ paths, directory, envFiles }: Entry): string {
  return JSON.stringify([paths, directory, envFiles])
}

const includeKeys = new Set(['path', 'project_directory', 'env_file'])

function textsIn(map: Tree, key: string, { files }: Reading): string[] {
  const found = entryIn(map, key)
  if (!found || shapeOf(found) === 'nothing') return []
  const items = shapeOf(found) === 'list' ? itemsIn(found) : [found]
  return items.flatMap(
    (item) => textIn(item) ?? refuseAt(files, item.node, `must be a path, not ${describe(item.node)}`) ?? [],
  )
}

/** The longest chain of includes. Longer is a mistake or an attack (S12). */
const deepest = 20

function taken(entry: Entry, reading: Reading, merge: MergeDocuments): Tree | undefined {
  const { node, paths, directory } = entry
  const { files } = reading
  const includes = [...reading.includes, { file: reading.file, node }]
  const wrong = circleTo(paths[0], includes)
  if (wrong !== undefined) return refuseAt(files, node, wrong)
  const lookup = variablesOf(entry, reading)
  let whole: Tree | undefined
  for (const file of paths) {
    if (!files.included.has(file)) files.included.set(file, inclusionOf(file, node))
    const documents = takeIn(files, file, node)
    if (documents) whole = merge(whole, documents, { files, file, directory, lookup, includes })
  }
  if (!whole) return undefined
  if (lookup !== asWritten) noteContents(whole, lookup, files)
  return resourcesOf(withOwnVariables(rebaseDocument(whole, { baseDirectory: directory, variable: lookup }), lookup))
}

function inclusionOf(file: string, node: Node): Inclusion {
  const { place, path } = noteAt(node, '')
  return { file, place, path }
}

function circleTo(file: string, includes: readonly Step[]): string | undefined {
  const isKnown = includes.some((step) => step.file === file)
  if (!isKnown && includes.length <= deepest) return undefined
  const words = includes.slice(0, 10).map(({ file: from, node }) => `${from}:${placeOf(node).line}`)
  const what = isKnown ? 'includes itself in a circle' : `includes through more than ${deepest} files`
  return `${what}: ${[...words, file].join(' → ')}`
}

/** The variables of an included file: those of the including project, which win, and those of its own env files. */
function variablesOf({ node, directory, envFiles }: Entry, reading: Reading): Lookup {
  const { files, lookup } = reading
  if (lookup === asWritten) return lookup
  const { readFile } = files
  const own = projectVariables({
    baseDirectory: directory,
    readFile,
    environment: lookup,
    listed: envFiles ?? ['.env'],
    mayBeMissing: !envFiles,
    fits: (more) => fits(files, more, node),
  })
  files.errors.push(...own.errors)
  files.warnings.push(...own.warnings)
  return own.lookup
}

/** Records the values of Secrets and Configs with `environment:`, looked up with the included file's variables. */
function noteContents(tree: Tree, lookup: Lookup, { contents }: ProjectFiles): void {
  for (const section of ['secrets', 'configs']) {
    const declared = entryIn(tree, section)
    for (const [name, entry] of declared ? entriesIn(declared) : []) {
      const variable = entryIn(entry, 'environment')
      const value = variable && textIn(variable) !== undefined ? lookup(textIn(variable) ?? '') : undefined
      if (value !== undefined) contents.set(`${section}/${name}`, value)
    }
  }
}

/** Fills service variables without a value from the included file's variables, as its env files don't apply to the whole project. */
function withOwnVariables(tree: Tree, lookup: Lookup): Tree {
  const valued = (map: Tree) =>
    mapEntries(map, (value, key) => {
      const own = shapeOf(value) === 'nothing' ? lookup(key) : undefined
      return own === undefined ? value : scalarAt(value.node, own)
    })
  const services = entryIn(tree, 'services')
  if (!services) return tree
  const changed = mapEntries(services, (service, name) => {
    const environment = entryIn(service, 'environment')
    if (!environment) return service
    return withEntry(service, 'environment', valued(mergeable(environment, ['services', name, 'environment'])))
  })
  return withEntry(tree, 'services', changed)
}

const sections = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models']

/** The parts of an included file that the project takes over: its resources, not its name, version or extensions. */
function resourcesOf(tree: Tree): Tree {
  return mapAt(
    tree.node,
    [...entriesIn(tree)].filter(([key]) => sections.includes(key)),
  )
}

/** Combines two included files. Neither takes precedence, so what both define must be equal. */
function together(one: Tree, other: Tree, reading: Reading): Tree {
  for (const section of sections) {
    const [known, next] = [entryIn(one, section), entryIn(other, section)].map((each) => each && entriesIn(each))
    for (const [name, tree] of next ?? []) {
      const before = known?.get(name)
      if (!before || stableJson(valueOf(before)) === stableJson(valueOf(tree))) continue
      const { file, line } = placeOf(before.node)
      refuseAt(
        reading.files,
        tree.node,
        `is also defined in ${file}:${line}, and not in the same way: keep one of them`,
      )
    }
  }
  return over(one, other, reading)
}

function valueOf(tree: Tree): YamlValue {
  return weave(tree)?.value ?? {}
}

function over(base: Tree | undefined, tree: Tree, { files }: Reading): Tree {
  if (!base) return tree
  const error = (node: Node, message: string) => void refuseAt(files, node, message)
  return { ...mergeTrees(base, tree, { path: [], error }), node: tree.node }
}
