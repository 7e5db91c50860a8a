import { isAlias, isCollection, isMap, isScalar, isSeq } from 'yaml'
import type { Alias, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import { isMergeKey, mergedMaps } from '../../api/v1/yaml/to-value.ts'

/** Why there is no place that is this value's own. */
export interface Refused {
  readonly refused: string
  readonly offset: number
}

interface Place {
  readonly offset: number
  /** The anchors on the way, the innermost first: others may take the value by them. */
  readonly anchors: readonly string[]
}

/** A scalar that stands there. */
export interface ScalarTarget extends Place {
  readonly kind: 'scalar'
  readonly node: Scalar.Parsed
  readonly inFlow: boolean
}

/** A map that lacks a key, or a key that lacks a value. */
export interface MissingTarget extends Place {
  readonly kind: 'missing'
  readonly map: YAMLMap.Parsed
  /** The key without a value; absent: the map lacks it. */
  readonly pair?: YamlPair
  /** What is to be added: the keys below the map, or below the pair; empty for the pair's own value. */
  readonly keys: readonly string[]
  readonly inFlow: boolean
}

export type YamlPair = Pair<ParsedNode, ParsedNode | null>

/** Where a value is to be written. */
export type Target = ScalarTarget | MissingTarget | Refused

/** Follows a path through what stands in the text itself: what an alias or merge key brings belongs to another place. */
export function findTarget(tree: Tree, path: FieldPath): Target {
  return step({ tree, node: tree.root, path, anchors: [], inFlow: false })
}

interface Step {
  readonly tree: Tree
  readonly node: ParsedNode
  readonly path: FieldPath
  readonly anchors: readonly string[]
  readonly inFlow: boolean
}

function step(at: Step): Target {
  const { node, path } = at
  const offset = node.range[0]
  if (isAlias(node)) return { refused: `the value is shared: it is what the anchor &${node.source} names`, offset }
  const anchors = node.anchor === undefined ? at.anchors : [node.anchor, ...at.anchors]
  const inFlow = at.inFlow || (isCollection(node) && node.flow === true)
  const [part, ...rest] = path
  if (part === undefined)
    return isScalar(node)
      ? { kind: 'scalar', node: node as Scalar.Parsed, inFlow, offset, anchors }
      : { refused: 'a list or map stands there, not one value', offset }
  if (isMap(node)) return entry({ ...at, anchors, inFlow, path: rest }, node as YAMLMap.Parsed, String(part))
  const item = isSeq(node) ? ((node as YAMLSeq.Parsed).items[Number(part)] as ParsedNode | undefined) : undefined
  if (item) return step({ ...at, node: item, path: rest, anchors, inFlow })
  return { refused: `there is nothing below it that ${String(part)} could be in`, offset }
}

function entry(at: Step, map: YAMLMap.Parsed, key: string): Target {
  const { anchors, inFlow, path } = at
  const keys = [key, ...path.map(String)]
  const pair = map.items.find((each) => isScalar(each.key) && each.key.source === key && !isMergeKey(each.key))
  if (!pair) return merged(at, map, key) ?? { kind: 'missing', map, keys, inFlow, offset: map.range[0], anchors }
  const isBlank = !pair.value || (isScalar(pair.value) && pair.value.source === '' && !pair.value.srcToken)
  if (isBlank) return { kind: 'missing', map, pair, keys: keys.slice(1), inFlow, offset: pair.key.range[0], anchors }
  return step({ ...at, node: pair.value as ParsedNode })
}

/** What a merge key brings may get a key of its own beside it; more than one key deep, that would hide the rest. */
function merged({ tree, path }: Step, map: YAMLMap.Parsed, key: string): Refused | undefined {
  if (path.length === 0) return undefined
  const merge = map.items.find((each) => isMergeKey(each.key))
  const sources = merge ? (mergedMaps(merge.value, tree.converted.targets as ReadonlyMap<Alias, ParsedNode>) ?? []) : []
  const isThere = sources.some((source) => source.items.some((each) => isScalar(each.key) && each.key.source === key))
  return isThere && merge
    ? { refused: `the value is shared: ${key} comes through a merge key`, offset: merge.key.range[0] }
    : undefined
}
