import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { ParsedNode, YAMLMap, YAMLSeq } from 'yaml'
import type { FieldPath } from '../../api/v1/provenance.ts'
import type { Tree } from '../../api/v1/yaml/parse-documents.ts'
import { isMergeKey } from '../../api/v1/yaml/to-value.ts'
import type { Refused, YamlPair } from './find-target.ts'

/** A collection of a text, where it stands there itself. */
export type Collection = YAMLMap.Parsed | YAMLSeq.Parsed

/** One of the things in a collection; of one that is to be inserted, where that will be. */
export interface Entry {
  readonly collection: Collection
  readonly index: number
}

/** Follows a path to one of the things in a collection, through what stands in the text itself. */
export function findEntry(tree: Tree, path: FieldPath): Entry | Refused {
  let node: ParsedNode = tree.root
  for (const [depth, part] of path.entries()) {
    const isLast = depth === path.length - 1
    const entry = entryIn(node, part)
    if (isLast || 'refused' in entry) return entry
    const value = valueOf(entry)
    if (!value) return { refused: `nothing stands at ${String(part)}`, offset: node.range[0] }
    node = value
  }
  return { refused: 'it is the whole document', offset: tree.root.range[0] }
}

/** What an entry holds; undefined of a key without a value, and where nothing is yet. */
export function valueOf({ collection, index }: Entry): ParsedNode | undefined {
  if (isSeq(collection)) return (collection as YAMLSeq.Parsed).items[index] as ParsedNode | undefined
  return pairAt({ collection, index })?.value ?? undefined
}

/** Of a map, its key with its value. */
export function pairAt({ collection, index }: Entry): YamlPair | undefined {
  return isMap(collection) ? ((collection as YAMLMap.Parsed).items[index] as YamlPair | undefined) : undefined
}

function entryIn(node: ParsedNode, part: string | number): Entry | Refused {
  const offset = node.range[0]
  if (isAlias(node)) return { refused: `the value is shared: it is what the anchor &${node.source} names`, offset }
  if (isSeq(node)) return { collection: node as YAMLSeq.Parsed, index: Number(part) }
  if (!isMap(node)) return { refused: `there is nothing below it that ${String(part)} could be in`, offset }
  const map = node as YAMLMap.Parsed
  const index = map.items.findIndex(({ key }) => isScalar(key) && key.source === String(part) && !isMergeKey(key))
  return index < 0 ? { refused: `${String(part)} does not stand there itself`, offset } : { collection: map, index }
}
