import type { FilePosition } from '../../api/v1/provenance.ts'
import { findNode } from '../../api/v1/yaml/place-of.ts'
import { plainText, treesOf } from '../../api/v1/yaml/parse-documents.ts'
import type { Span } from './document-span.ts'

/**
 * Where a node stands in a YAML or JSON text, from its key to the end of its value, as revisions keep it; undefined where the text can't
 * be read, or only an anchor or merge key leads there. Pure.
 */
export function nodeSpan(text: string, { document, path }: FilePosition): Span | undefined {
  const mark = text.startsWith('\ufeff') ? 1 : 0
  const { trees, flaws } = treesOf(plainText(text))
  const tree = trees[document]
  if (!tree || flaws.length > 0) return undefined
  const { span, merged } = findNode(tree.root, path, tree.converted.targets)
  if (merged) return undefined
  return { from: span[0] + mark, to: span[1] + mark }
}

/** The text with another node in that place, which ends as the one before did. */
export function withNode(text: string, { from, to }: Span, node: string): string {
  const [end = ''] = /\s*$/.exec(text.slice(from, to)) ?? []
  return `${text.slice(0, from)}${node.trimEnd()}${end}${text.slice(to)}`
}
