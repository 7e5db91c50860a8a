import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Marker } from '../../api/v1/yaml/to-value.ts'
import { mergeable } from './forms.ts'
import { entriesIn, itemsIn, listAt, mapAt, shapeOf, type Tree } from './tree.ts'

/** What goes of a tree, by the parts of the paths to it: all that stands there, or something below. */
export type Marks = ReadonlyMap<string | number, Marks | 'all'>

/** What documents reset or override of what was there before them; of lists, single items can't be meant. */
export function marksOf(markers: readonly Marker[]): Marks {
  return byParts(markers.map(({ path }) => path).filter((path) => path.every((part) => typeof part === 'string')))
}

/** A document without what it marks with `!reset`: that says only what is to go from what was there before. */
export function withoutReset(tree: Tree, markers: readonly Marker[]): Tree {
  const marks = byParts(markers.filter(({ tag }) => tag === '!reset').map(({ path }) => path))
  return without(tree, marks, [])
}

/** What was there before at a path, without what is marked of it. */
export function withoutMarked(tree: Tree, marks: Marks, at: FieldPath = []): Tree {
  let below: Marks | 'all' = marks
  for (const part of at) below = (below === 'all' ? undefined : below.get(part)) ?? noMarks
  return below === 'all' ? tree : without(tree, below, at)
}

const noMarks: Marks = new Map()

/** Put together first and followed once: each step makes its map or list anew (S12). */
function byParts(paths: readonly FieldPath[]): Marks {
  interface Parts extends Map<string | number, Parts | 'all'> {}
  const all: Parts = new Map()
  for (const path of paths) {
    let here: Parts | 'all' = all
    for (const [index, part] of path.entries()) {
      if (here === 'all') break
      const known: Parts | 'all' = here.get(part) ?? new Map()
      const next: Parts | 'all' = index === path.length - 1 ? 'all' : known
      here.set(part, next)
      here = next
    }
  }
  return all
}

function without(tree: Tree, marks: Marks, at: FieldPath): Tree {
  if (marks.size === 0) return tree
  const isOfItems = [...marks.keys()].every((part) => typeof part === 'number')
  if (isOfItems)
    return listAt(
      tree.node,
      itemsIn(tree).flatMap((item, index) => left(item, index, { marks, at })),
    )
  const map = shapeOf(tree) === 'list' ? mergeable(tree, at) : tree
  const entries = [...entriesIn(map)]
  if (!entries.some(([key]) => marks.has(key))) return tree
  const kept = entries.flatMap(([key, child]) => left(child, key, { marks, at }).map((each) => [key, each] as const))
  return mapAt(tree.node, kept)
}

/** What is left of a part: nothing of one that is marked as a whole. */
function left(child: Tree, part: string | number, { marks, at }: { marks: Marks; at: FieldPath }): readonly Tree[] {
  const below = marks.get(part)
  if (below === undefined) return [child]
  return below === 'all' ? [] : [without(child, below, [...at, part])]
}
