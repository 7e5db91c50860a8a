import { by } from '../api/v1/language/by.ts'
import { isUnquoted } from '../api/v1/redact/redact.ts'
import type { FieldPath, FilePosition, Place } from '../api/v1/provenance.ts'
import { shortened } from '../api/v1/language/shortened.ts'
import type { YamlValue } from '../api/v1/yaml/to-value.ts'

/** The document that nodes come from. Places are computed on demand. */
export interface Source {
  placeOf(path: FieldPath): Place
  /** The source text of a node, including its key. */
  textOf(path: FieldPath): string
  /** Secret-looking variable values that were interpolated into a node and must not be shown (S9). */
  secretsIn(path: FieldPath): readonly string[]
  /** The document and path of a node as written in its file. The path differs from the node's where an older format was converted. */
  positionOf(path: FieldPath): FilePosition
}

/** A value of a Compose file after interpolation, with its path and document. */
export interface Node {
  readonly value: YamlValue
  readonly path: FieldPath
  readonly source: Source
}

/** The file, line and column of a node. */
export function placeOf({ source, path }: Pick<Node, 'source' | 'path'>): Place {
  return source.placeOf(path)
}

/** A node's path as written in its file. */
export function writtenPath({ source, path }: Pick<Node, 'source' | 'path'>): FieldPath {
  return source.positionOf(path).path
}

/** The child of a map by its key; undefined when the node is no map or has no such key. */
export function childOf(node: Node, key: string): Node | undefined {
  return entriesOf(node).find(([name]) => name === key)?.[1]
}

/** The entries of a map in the order of the file; none for anything else. */
export function entriesOf({ value, path, source }: Node): [string, Node][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).map(([key, each]) => [key, { value: each, path: [...path, key], source }])
}

/** The entries sorted by name. For maps that become lists: reordering the file's entries must not change the template. */
export function entriesByName(node: Node): [string, Node][] {
  return entriesOf(node).sort(by(([key]) => key))
}

/** The items of a list; none for anything else. */
export function itemsOf({ value, path, source }: Node): Node[] {
  return Array.isArray(value) ? value.map((each, index) => ({ value: each, path: [...path, index], source })) : []
}

/** A copy of a node with another value, at the same place. */
export function withValue(node: Node, value: YamlValue): Node {
  return { ...node, value }
}

/** The node of a default value that `node` gives rise to: its place is that of `node`, with the origin `default`. */
export function defaultOf(node: Node): Node {
  const { source } = node
  return { ...node, source: { ...source, placeOf: (path) => ({ ...source.placeOf(path), origin: 'default' }) } }
}

/** A node in words for messages: its kind, and its value where that cannot be secret (S9). */
export function describe({ value, path }: Pick<Node, 'value' | 'path'>): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  const kind = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : undefined
  if (isUnquoted(path)) return kind === undefined ? 'true or false' : `a ${kind}`
  const shown = JSON.stringify(value)
  const cut = shortened(shown, 60)
  return kind === undefined ? cut : `the ${kind} ${cut}`
}
