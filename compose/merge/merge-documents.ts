import type { ParsedDocument } from '../../api/v1/yaml/parse-documents.ts'
import { withExtended } from './extends.ts'
import { withIncluded } from './include.ts'
import { layerOf, mergeLayer, type Reading } from './layer.ts'
import type { Tree } from './tree.ts'

/** Merges the documents of a file over `before`. Includes and extends of a document are resolved before it is merged. */
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
