import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { absolutePath, contextPath, type Directory, sshPath } from '../paths.ts'
import { isPath, parseVolume } from '../units/volume.ts'
import { entryIn, mapEntries, mapItems, scalarAt, shapeOf, textIn, type Tree, withEntry } from './tree.ts'

/** Makes all paths of a document absolute, resolved against `from` instead of the directory of the project that includes it. */
export function rebaseDocument(tree: Tree, from: Directory): Tree {
  const objects = (attributes: Changes) => (section: Tree) =>
    mapEntries(section, (each) => changed(each, attributes, from))
  return changed(
    tree,
    {
      services: (services) => mapEntries(services, (service) => withContext(rebaseService(service, from), from)),
      secrets: objects({ file: path }),
      configs: objects({ file: path }),
      volumes: objects({ driver_opts: boundDevice }),
    },
    from,
  )
}

/** Writes out what a build without a context is built from: the directory of its own project. */
function withContext(service: Tree, { baseDirectory }: Directory): Tree {
  const written = entryIn(service, 'build')
  if (!written || shapeOf(written) !== 'map') return service
  const found = entryIn(written, 'context')
  if (found && shapeOf(found) !== 'nothing') return service
  return withEntry(service, 'build', withEntry(written, 'context', scalarAt(written.node, baseDirectory)))
}

/** Makes all paths of a service absolute. */
export function rebaseService(service: Tree, from: Directory): Tree {
  return changed(service, serviceChanges, from)
}

type Change = (tree: Tree, from: Directory) => Tree
type Changes = Readonly<Record<string, Change>>

function changed(tree: Tree, changes: Changes, from: Directory): Tree {
  return mapEntries(tree, (value, key) =>
    Object.hasOwn(changes, key) ? (changes[key]?.(value, from) ?? value) : value,
  )
}

// Absolute paths stay as written.
const path: Change = (tree, from) => rewritten(tree, (text) => (text.startsWith('/') ? text : absolutePath(text, from)))
const context: Change = (tree, from) =>
  rewritten(tree, (text) => (text.startsWith('/') ? text : contextPath(text, from)))

function rewritten(tree: Tree, make: (text: string) => string): Tree {
  const { value } = tree.node
  return typeof value === 'string' && value !== '' ? scalarAt(tree.node, make(value)) : tree
}

/** Additional contexts: a list of `NAME=PATH`, or a map. */
const contexts: Change = (tree, from) => {
  if (shapeOf(tree) === 'map') return mapEntries(tree, (each) => context(each, from))
  return mapItems(tree, (item) =>
    rewritten(item, (text) => text.replace(/=([^]*)$/, (_, written: string) => `=${contextPath(written, from)}`)),
  )
}

/** SSH keys: a list of `ID=PATH`, or a map. */
const keys: Change = (tree, from) => {
  if (shapeOf(tree) === 'map') return mapEntries(tree, (each) => path(each, from))
  return mapItems(tree, (item) => rewritten(item, (text) => sshPath(text, from)))
}

/** A path, or a list of paths or of maps with `path`. */
const paths: Change = (tree, from) => {
  if (shapeOf(tree) === 'list') return mapItems(tree, (item) => paths(item, from))
  return shapeOf(tree) === 'map' ? changed(tree, { path }, from) : path(tree, from)
}

const build: Change = (tree, from) =>
  shapeOf(tree) === 'map'
    ? changed(tree, { context, additional_contexts: contexts, ssh: keys }, from)
    : context(tree, from)

const mount: Change = (tree, from) => {
  if (shapeOf(tree) !== 'map') return rewritten(tree, (text) => absoluteBind(text, from))
  const source = entryIn(tree, 'source')
  const isBind = valueIn(tree, 'type') === 'bind'
  return source && isBind ? withEntry(tree, 'source', path(source, from)) : tree
}

function absoluteBind(text: string, from: Directory): string {
  const entry = parseVolume(text)
  if ('message' in entry || entry.type !== 'Bind' || entry.source === undefined || !isPath(entry.source)) return text
  if (entry.source.startsWith('/')) return text
  return `${absolutePath(entry.source, from)}${text.slice(entry.source.length)}`
}

const boundDevice: Change = (tree, from) =>
  /(^|,)r?bind(,|$)/.test(String(valueIn(tree, 'o'))) ? changed(tree, { device: path }, from) : tree

function valueIn(tree: Tree, key: string): YamlValue | undefined {
  const entry = entryIn(tree, key)
  return entry && textIn(entry)
}

const serviceChanges: Changes = {
  build,
  develop: (tree, from) => changed(tree, { watch: paths }, from),
  env_file: paths,
  label_file: paths,
  volumes: (tree, from) => mapItems(tree, (item) => mount(item, from)),
}
