import { by } from '../api/v1/language/by.ts'
import { isUnquoted } from '../api/v1/redact/redact.ts'
import type { FieldPath, FilePosition, Place } from '../api/v1/provenance.ts'
import { shortened } from '../api/v1/language/shortened.ts'
import type { YamlValue } from '../api/v1/yaml/to-value.ts'

/** Where a node came from. Places are found when they are asked for. */
export interface Source {
  placeOf(path: FieldPath): Place
  /** The text of a node with its key. */
  textOf(path: FieldPath): string
  /** Values that were put into a node and may not be shown (S9). */
  secretsIn(path: FieldPath): readonly string[]
  /** Where a node is to be written in the file of its place; the path is another one where an older form was read as today's. */
  positionOf(path: FieldPath): FilePosition
}

/** A value of a Compose file, its variables replaced, and where it stands. */
export interface Node {
  readonly value: YamlValue
  readonly path: FieldPath
  readonly source: Source
}

/** Where a node stands. */
export function placeOf({ source, path }: Pick<Node, 'source' | 'path'>): Place {
  return source.placeOf(path)
}

/** A node's path as it stands in its file. */
export function writtenPath({ source, path }: Pick<Node, 'source' | 'path'>): FieldPath {
  return source.positionOf(path).path
}

/** The node of a key of a map; undefined when the node is no map or has no such key. */
export function childOf(node: Node, key: string): Node | undefined {
  return entriesOf(node).find(([name]) => name === key)?.[1]
}

/** The entries of a map in the order of the file; none for anything else. */
export function entriesOf({ value, path, source }: Node): [string, Node][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).map(([key, each]) => [key, { value: each, path: [...path, key], source }])
}

/** The same by name, for what becomes a list: the order of the file says nothing, and another one is not another template. */
export function entriesByName(node: Node): [string, Node][] {
  return entriesOf(node).sort(by(([key]) => key))
}

/** The items of a list; none for anything else. */
export function itemsOf({ value, path, source }: Node): Node[] {
  return Array.isArray(value) ? value.map((each, index) => ({ value: each, path: [...path, index], source })) : []
}

/** A node as if it were written with another value, at the same place. */
export function withValue(node: Node, value: YamlValue): Node {
  return { ...node, value }
}

/** A value that nobody wrote, because of something that stands at `node`. */
export function defaultOf(node: Node): Node {
  const { source } = node
  return { ...node, source: { ...source, placeOf: (path) => ({ ...source.placeOf(path), origin: 'default' }) } }
}

/** What a node is, for people: its value too, where none can be secret (S9). */
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
