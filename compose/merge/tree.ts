import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { entriesOf, itemsOf, type Node } from '../node.ts'

/** A value that may be put together from several files: each of its parts knows the node that it was written as. */
export interface Tree {
  /** Where it was written; of what several files wrote, where the first did. Its value holds where there are no parts. */
  readonly node: Node
  readonly entries?: ReadonlyMap<string, Tree>
  readonly items?: readonly Tree[]
}

/** What a value looks like. */
export type Shape = 'map' | 'list' | 'scalar' | 'nothing'

/** A value as one file has it. */
export function treeOf(node: Node): Tree {
  return { node }
}

/** A map that stands for the node. */
export function mapAt(node: Node, entries: Iterable<readonly [string, Tree]>): Tree {
  return { node, entries: new Map(entries) }
}

/** A list that stands for the node. */
export function listAt(node: Node, items: readonly Tree[]): Tree {
  return { node, items }
}

/** Text and other single values that stand for the node. */
export function scalarAt(node: Node, value: YamlValue): Tree {
  return { node: { ...node, value } }
}

/** What the value looks like. */
export function shapeOf({ node: { value }, entries, items }: Tree): Shape {
  if (entries) return 'map'
  if (items || Array.isArray(value)) return 'list'
  if (value === null) return 'nothing'
  return typeof value === 'object' ? 'map' : 'scalar'
}

/** The entries of a map, none of anything else. */
export function entriesIn({ node, entries, items }: Tree): ReadonlyMap<string, Tree> {
  if (entries) return entries
  return new Map(items ? [] : entriesOf(node).map(([key, child]) => [key, treeOf(child)]))
}

/** The items of a list, none of anything else. */
export function itemsIn({ node, entries, items }: Tree): readonly Tree[] {
  return items ?? (entries ? [] : itemsOf(node).map(treeOf))
}

/** What stands under a key of a map. */
export function entryIn(tree: Tree, key: string): Tree | undefined {
  return entriesIn(tree).get(key)
}

/** A map with another value under a key, without the key where there is none. */
export function withEntry(tree: Tree, key: string, value: Tree | undefined): Tree {
  const entries = new Map(entriesIn(tree))
  if (value) entries.set(key, value)
  else entries.delete(key)
  return { node: tree.node, entries }
}

/** A map each of whose values is made anew. */
export function mapEntries(tree: Tree, make: (value: Tree, key: string) => Tree): Tree {
  if (shapeOf(tree) !== 'map') return tree
  return mapAt(
    tree.node,
    [...entriesIn(tree)].map(([key, value]) => [key, make(value, key)]),
  )
}

/** A list each of whose items is made anew. */
export function mapItems(tree: Tree, make: (item: Tree) => Tree): Tree {
  return shapeOf(tree) === 'list' ? listAt(tree.node, itemsIn(tree).map(make)) : tree
}

/** The text of a scalar; undefined for what has parts, and for nothing. */
export function textIn(tree: Tree): string | undefined {
  const { value } = tree.node
  return shapeOf(tree) === 'scalar' ? String(value) : undefined
}
