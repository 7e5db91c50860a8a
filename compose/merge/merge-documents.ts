import type { ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import { withExtended } from './extends.ts'
import { withIncluded } from './include.ts'
import { layerOf, mergeLayer, type Reading } from './layer.ts'
import type { Tree } from './tree.ts'

/** The documents of a file over what the files before it say: each takes in what it includes and extends first. */
export function mergeDocuments(
  before: Tree | undefined,
  documents: readonly ParsedDocument[],
  reading: Reading,
): Tree | undefined {
  return documents.reduce((sum, document) => {
    const layer = layerOf(document, reading)
    if (!layer) return sum
    const whole = { ...layer, tree: withIncluded(layer.tree, reading, mergeDocuments) }
    return mergeLayer(sum, { ...whole, tree: withExtended(whole, reading) }, reading)
  }, before)
}
