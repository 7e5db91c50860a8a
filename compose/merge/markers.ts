import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Marker } from '../../api/v1/yaml/to-value.ts'
import { mergeable } from './forms.ts'
import { entriesIn, itemsIn, listAt, mapAt, shapeOf, type Tree } from './tree.ts'

/** The parts of a tree to remove, as a tree of path segments: `all` removes the value, a map removes something below it. */
export type Marks = ReadonlyMap<string | number, Marks | 'all'>

/** The marks of `!reset` and `!override` on earlier documents. Marks on single list items don't apply there, and are left out. */
export function marksOf(markers: readonly Marker[]): Marks {
  return byParts(markers.map(({ path }) => path).filter((path) => path.every((part) => typeof part === 'string')))
}

/** A document without the values that it marks with `!reset`: these only name what to remove from earlier documents. */
export function withoutReset(tree: Tree, markers: readonly Marker[]): Tree {
  const marks = byParts(markers.filter(({ tag }) => tag === '!reset').map(({ path }) => path))
  return without(tree, marks, [])
}

/** An earlier tree, rooted at path `at`, without the marked parts. */
export function withoutMarked(tree: Tree, marks: Marks, at: FieldPath = []): Tree {
  let below: Marks | 'all' = marks
  for (const part of at) below = (below === 'all' ? undefined : below.get(part)) ?? noMarks
  return below === 'all' ? tree : without(tree, below, at)
}

const noMarks: Marks = new Map()

/** Combines the paths into one tree of marks. Removing them then copies each map and list once, not once for each path (S12). */
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

/** The rest of a part after removing its marks: none where it is marked as a whole. */
function left(child: Tree, part: string | number, { marks, at }: { marks: Marks; at: FieldPath }): readonly Tree[] {
  const below = marks.get(part)
  if (below === undefined) return [child]
  return below === 'all' ? [] : [without(child, below, [...at, part])]
}
