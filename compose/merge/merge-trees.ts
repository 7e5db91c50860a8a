import type { FieldPath } from '../../api/v1/provenance.ts'
import { placeOf, type Node } from '../node.ts'
import { meansNothing, mergeable, patternOf } from './forms.ts'
import { ownEntries } from './own-entries.ts'
import { entriesIn, entryIn, itemsIn, listAt, mapAt, shapeOf, textIn, type Tree } from './tree.ts'
import { unique } from './unique.ts'

/** Where two values meet, and who is told of what can't be merged. */
export interface Meeting {
  readonly path: FieldPath
  error(node: Node, message: string): void
}

/**
 * One value over another by Compose's rules: maps entry by entry, lists one after the other, of which the last definition of
 * a thing holds, anything else in the place of what was there; nothing leaves what was there.
 */
export function mergeTrees(base: Tree, over: Tree, meeting: Meeting): Tree {
  const pattern = patternOf(meeting.path)
  if (replaced.has(pattern)) return over
  if (shapeOf(over) === 'nothing') return base
  if (shapeOf(base) === 'nothing') return over
  const [one, other] = [mergeable(base, meeting.path), mergeable(over, meeting.path)]
  if (shapeOf(one) === 'scalar' && /(?:^|\.)x-/.test(pattern)) return other
  if (shapeOf(one) !== shapeOf(other)) return mismatch(one, other, meeting)
  const special = specials.get(pattern)
  if (special) return special(one, other, meeting)
  if (shapeOf(one) === 'map') return mergeMaps(one, other, meeting)
  if (shapeOf(one) === 'list') return listAt(one.node, unique([...itemsIn(one), ...itemsIn(other)], meeting.path))
  return other
}

/** Of these what is written last holds whole; nothing, too, which takes back what an image has. */
const replaced = new Set([
  'services.*.command',
  'services.*.entrypoint',
  'services.*.healthcheck.test',
  'services.*.ulimits.*',
])

type Merge = (base: Tree, over: Tree, meeting: Meeting) => Tree

const specials = ownEntries<Merge>({
  // In the oldest format what stands for a missing net is nobody's word.
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
