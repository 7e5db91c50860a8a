import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml'
import type { Alias, Pair, ParsedNode, YAMLMap } from 'yaml'
import type { FieldPath } from '../provenance.ts'
import { isMergeKey, mergedMaps } from './to-value.ts'

/** A node found by path: where it begins and ends in the text, and whether an anchor or merge key led there. */
export interface Found {
  /** The start of the value, or of its key if the value begins on a later line. */
  readonly offset: number
  /** The range from the key to the end of the value. */
  readonly span: readonly [number, number]
  readonly merged: boolean
}

/** The node at `path`, or the nearest one that encloses it. */
export function findNode(root: ParsedNode, path: FieldPath, targets: ReadonlyMap<Alias, ParsedNode>): Found {
  let step: Step = follow({ node: root, merged: false }, targets)
  for (const part of path) {
    const next = child(step, part, targets)
    if (!next) break
    step = follow(next, targets)
  }
  return foundAt(step)
}

interface Step {
  readonly node: ParsedNode | null
  readonly key?: ParsedNode
  readonly merged: boolean
}

function follow(step: Step, targets: ReadonlyMap<Alias, ParsedNode>): Step {
  if (!isAlias(step.node)) return step
  const target = targets.get(step.node)
  return target ? { node: target, merged: true } : step
}

function child(step: Step, part: string | number, targets: ReadonlyMap<Alias, ParsedNode>): Step | undefined {
  if (isSeq(step.node)) {
    const item = step.node.items[Number(part)]
    return item ? { node: item, merged: step.merged } : undefined
  }
  return isMap(step.node) ? entry(step.node, String(part), { merged: step.merged, targets }) : undefined
}

interface Way {
  readonly merged: boolean
  readonly targets: ReadonlyMap<Alias, ParsedNode>
}

function entry(map: YAMLMap.Parsed, key: string, way: Way): Step | undefined {
  const pair = map.items.find((each) => keyText(each, way.targets) === key && !isMergeKey(each.key))
  if (pair) return { node: pair.value, key: pair.key, merged: way.merged }
  const merge = map.items.find((each) => isMergeKey(each.key))
  for (const source of merge ? (mergedMaps(merge.value, way.targets) ?? []) : []) {
    const found = entry(source, key, { ...way, merged: true })
    if (found) return found
  }
  return undefined
}

function keyText(
  pair: Pair<ParsedNode, ParsedNode | null>,
  targets: ReadonlyMap<Alias, ParsedNode>,
): string | undefined {
  const key = isAlias(pair.key) ? targets.get(pair.key) : pair.key
  return isScalar(key) ? key.source : undefined
}

function foundAt({ node, key, merged }: Step): Found {
  const [start, end] = (node ?? key)?.range ?? [0, 0]
  const from = key ? key.range[0] : start
  return { offset: isOnLaterLine(node) ? from : start, span: [from, Math.max(from, end)], merged }
}

function isOnLaterLine(node: ParsedNode | null): boolean {
  return isCollection(node) ? !node.flow : isScalar(node) && node.source === ''
}
