import fc from 'fast-check'
import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from 'yaml'
import type { Scalar } from '../../../store/writer/edit-yaml.ts'

/** A place that the text itself has: a value, or a map that can take one more key. */
export interface Spot {
  readonly document: number
  readonly path: readonly (string | number)[]
  /** From where to where a value stands; absent for a new key. */
  readonly range?: readonly [number, number]
  /** Whether anchors are in the text, or a tag is on the value: then a refusal may be right. */
  readonly mayRefuse: boolean
}

/** Found with the library's own reader of documents, not with ours. */
export function spotsIn(text: string): Spot[] {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text
  const documents = parseAllDocuments(bare.replaceAll('\t', ' '), { logLevel: 'silent' }) as Document.Parsed[]
  const filled = documents.filter(({ contents }) => contents && !(isScalar(contents) && contents.source === ''))
  return filled.flatMap(({ contents }, document) => {
    const mayRefuse = /[&*]\w/.test(bare)
    const visit = (node: ParsedNode | null, path: readonly (string | number)[]): Spot[] => {
      if (isAlias(node) || node === null) return []
      if (isScalar(node))
        return [
          { document, path, mayRefuse: mayRefuse || node.tag !== undefined, range: [node.range[0], node.range[1]] },
        ]
      const more: Spot[] = isMap(node) ? [{ document, path: [...path, 'added'], mayRefuse }] : []
      if (isSeq(node)) return node.items.flatMap((item, index) => visit(item as ParsedNode, [...path, index]))
      if (!isMap(node)) return more
      const own = node.items.filter(({ key }) => isScalar(key) && key.source !== '<<')
      return [
        ...more,
        { document, path: [...path, 'new', 'deep'], mayRefuse },
        ...own.flatMap(({ key, value }) =>
          visit(value as ParsedNode | null, [...path, String((key as { source?: string }).source)]),
        ),
      ]
    }
    return visit(contents, [])
  })
}

/** Values that need every way to be written. */
export const anyScalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.nat(100_000),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    'nginx:1.28',
    '80:80',
    'yes',
    '12',
    '1e3',
    '0440',
    'a # b',
    'a: b',
    '- x',
    '',
    ' lead',
    "it's",
    '"q"',
    '*x',
    '${A}',
    'é',
    'two\nlines',
  ),
  fc.string({ maxLength: 20 }).filter((text) => !/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\r]/.test(text)),
)
