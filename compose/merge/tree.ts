import type { YamlValue } from '../../api/v1/yaml/to-value.ts'
import { entriesOf, itemsOf, type Node } from '../node.ts'

/** A value that may be merged from several files: each of its parts has the node that it was written as. */
export interface Tree {
  /** Where the value was written; of a merged value, where the first file wrote it. Its own value counts where there are no parts. */
  readonly node: Node
  readonly entries?: ReadonlyMap<string, Tree>
  readonly items?: readonly Tree[]
}

/** The kind of a value, for merging. */
export type Shape = 'map' | 'list' | 'scalar' | 'nothing'

/** The tree of a node that is not merged. */
export function treeOf(node: Node): Tree {
  return { node }
}

/** A map with these entries, at the place of the node. */
export function mapAt(node: Node, entries: Iterable<readonly [string, Tree]>): Tree {
  return { node, entries: new Map(entries) }
}

/** A list with these items, at the place of the node. */
export function listAt(node: Node, items: readonly Tree[]): Tree {
  return { node, items }
}

/** A single value, at the place of the node. */
export function scalarAt(node: Node, value: YamlValue): Tree {
  return { node: { ...node, value } }
}

/** The kind of the value. */
export function shapeOf({ node: { value }, entries, items }: Tree): Shape {
  if (entries) return 'map'
  if (items || Array.isArray(value)) return 'list'
  if (value === null) return 'nothing'
  return typeof value === 'object' ? 'map' : 'scalar'
}

/** The entries of a map; none for anything else. */
export function entriesIn({ node, entries, items }: Tree): ReadonlyMap<string, Tree> {
  if (entries) return entries
  return new Map(items ? [] : entriesOf(node).map(([key, child]) => [key, treeOf(child)]))
}

/** The items of a list; none for anything else. */
export function itemsIn({ node, entries, items }: Tree): readonly Tree[] {
  return items ?? (entries ? [] : itemsOf(node).map(treeOf))
}

/** The value of a key of a map; undefined where there is none. */
export function entryIn(tree: Tree, key: string): Tree | undefined {
  return entriesIn(tree).get(key)
}

/** A copy of a map with another value under a key; undefined removes the key. */
export function withEntry(tree: Tree, key: string, value: Tree | undefined): Tree {
  const entries = new Map(entriesIn(tree))
  if (value) entries.set(key, value)
  else entries.delete(key)
  return { node: tree.node, entries }
}

/** Maps the values of a map; anything else stays. */
export function mapEntries(tree: Tree, make: (value: Tree, key: string) => Tree): Tree {
  if (shapeOf(tree) !== 'map') return tree
  return mapAt(
    tree.node,
    [...entriesIn(tree)].map(([key, value]) => [key, make(value, key)]),
  )
}

/** Maps the items of a list; anything else stays. */
export function mapItems(tree: Tree, make: (item: Tree) => Tree): Tree {
  return shapeOf(tree) === 'list' ? listAt(tree.node, itemsIn(tree).map(make)) : tree
}

/** The text of a scalar; undefined for maps, lists and null. */
export function textIn(tree: Tree): string | undefined {
  const { value } = tree.node
  return shapeOf(tree) === 'scalar' ? String(value) : undefined
}
