import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Marker } from '../../api/v1/yaml/to-value.ts'
import { mergeable } from './forms.ts'
import { entriesIn, itemsIn, listAt, shapeOf, type Tree, withEntry } from './tree.ts'

/** A document without what it marks with `!reset`: that says only what is to go from what was there before. */
export function withoutReset(tree: Tree, markers: readonly Marker[]): Tree {
  const paths = markers.filter(({ tag }) => tag === '!reset').map(({ path }) => path)
  // The last first: what is taken out of a list moves those that follow it.
  return [...paths].reverse().reduce((rest, path) => without(rest, path, []), tree)
}

/** What was there before, without what a document resets or overrides; of lists, single items can't be meant. */
export function withoutMarked(tree: Tree, markers: readonly Marker[], at: FieldPath = []): Tree {
  const paths = markers
    .map(({ path }) => path)
    .filter((path) => at.every((part, index) => path[index] === part))
    .filter((path) => path.every((part) => typeof part === 'string'))
  return paths.reduce((rest, path) => without(rest, path.slice(at.length), at), tree)
}

function without(tree: Tree, [part, ...rest]: FieldPath, at: FieldPath): Tree {
  if (part === undefined) return tree
  if (typeof part === 'number') return withoutItem(tree, part, { rest, at })
  const map = shapeOf(tree) === 'list' ? mergeable(tree, at) : tree
  const child = entriesIn(map).get(part)
  if (!child) return tree
  return withEntry(map, part, rest.length === 0 ? undefined : without(child, rest, [...at, part]))
}

interface Way {
  readonly rest: FieldPath
  readonly at: FieldPath
}

function withoutItem(tree: Tree, index: number, { rest, at }: Way): Tree {
  const items = itemsIn(tree)
  return listAt(
    tree.node,
    items.flatMap((item, each) => {
      if (each !== index) return [item]
      return rest.length === 0 ? [] : [without(item, rest, [...at, index])]
    }),
  )
}
