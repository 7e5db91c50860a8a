import type { FieldPath } from '../../api/v1/provenance.ts'
import { placeOf, type Node } from '../node.ts'
import { meansNothing, mergeable, patternOf } from './forms.ts'
import { ownEntries } from './own-entries.ts'
import { entriesIn, entryIn, itemsIn, listAt, mapAt, shapeOf, textIn, type Tree } from './tree.ts'
import { unique } from './unique.ts'

/** The path at which two values are merged, and the function that reports what can't be merged. */
export interface Meeting {
  readonly path: FieldPath
  error(node: Node, message: string): void
}

/**
 * Merges `over` into `base` by Compose's rules. Maps are merged entry by entry. Lists are concatenated, and of several definitions of one
 * thing the last wins. Any other value replaces the base; null leaves it.
 */
export function mergeTrees(base: Tree, over: Tree, meeting: Meeting): Tree {
  const pattern = patternOf(meeting.path)
  if (replaced.has(pattern)) return over
  if (shapeOf(over) === 'nothing') return base
  if (shapeOf(base) === 'nothing') return over
  const [one, other] = [mergeable(base, meeting.path), mergeable(over, meeting.path)]
  if (shapeOf(one) === 'scalar' && /(?:^|\.)x-/.test(pattern)) return other
  if (shapeOf(one) !== shapeOf(other)) return overShort.get(pattern)?.(one, other) ?? mismatch(one, other, meeting)
  const special = specials.get(pattern)
  if (special) return special(one, other, meeting)
  if (shapeOf(one) === 'map') return mergeMaps(one, other, meeting)
  if (shapeOf(one) === 'list') return listAt(one.node, unique([...itemsIn(one), ...itemsIn(other)], meeting.path))
  return other
}

/** Attributes that are replaced whole instead of merged, also by null, which restores the image's own. */
const replaced = new Set([
  'services.*.command',
  'services.*.entrypoint',
  'services.*.healthcheck.test',
  'services.*.ulimits.*',
])

type Merge = (base: Tree, over: Tree, meeting: Meeting) => Tree

const specials = ownEntries<Merge>({
  // A default was not written by anyone: it stands for a missing `net` in the oldest format.
  'services.*.network_mode': (base, over) => (placeOf(over.node).origin === 'default' ? base : over),
  'services.*.logging': (base, over, meeting) => {
    const [one, other] = [base, over].map((tree) => textOf(entryIn(tree, 'driver')))
    return one === undefined || other === undefined || one === other ? mergeMaps(base, over, meeting) : over
  },
  'networks.*.ipam.config': (base, over, meeting) => {
    const bySubnet = new Map<string | Tree, Tree>()
    for (const item of [...itemsIn(base), ...itemsIn(over)]) {
      const subnet = textOf(entryIn(item, 'subnet')) ?? item
      const known = bySubnet.get(subnet)
      bySubnet.set(subnet, known ? mergeMaps(known, item, meeting) : item)
    }
    return listAt(base.node, [...bySubnet.values()])
  },
})

/** Long forms that may be merged over the short form, though not the other way round. */
const overShort = ownEntries<(base: Tree, over: Tree) => Tree | undefined>({
  'services.*.build.ulimits.*': (base, over) =>
    shapeOf(base) === 'scalar' && shapeOf(over) === 'map' ? over : undefined,
  'services.*.gpus': (base, over) =>
    textIn(base) === 'all' && shapeOf(over) === 'list'
      ? listAt(base.node, [mapAt(base.node, [['count', base]]), ...itemsIn(over)])
      : undefined,
})

function textOf(tree: Tree | undefined): string | undefined {
  return tree && textIn(tree)
}

function mergeMaps(base: Tree, over: Tree, { path, error }: Meeting): Tree {
  const merged = new Map(entriesIn(base))
  const holdsWhole = meansNothing(path)
  for (const [key, value] of entriesIn(over)) {
    const known = merged.get(key)
    merged.set(key, known && !holdsWhole ? mergeTrees(known, value, { path: [...path, key], error }) : value)
  }
  return mapAt(base.node, merged)
}

const words = { map: 'a map', list: 'a list', scalar: 'a single value', nothing: 'nothing' } as const

function mismatch(base: Tree, over: Tree, { error }: Meeting): Tree {
  const { file, line } = placeOf(base.node)
  const [is, was] = [words[shapeOf(over)], words[shapeOf(base)]]
  error(
    over.node,
    `is ${is}, and can't be merged over ${was} in ${file}:${line}: write it as ${was} too, or with !override`,
  )
  return over
}
