import { deepEqual, equal, match, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { type Document, isAlias, isMap, isScalar, isSeq, type ParsedNode, parseAllDocuments } from 'yaml'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import { editYaml, type Scalar } from '../../../store/writer/edit-yaml.ts'
import { texts } from './texts.ts'

const EDITS = process.env['RECONCILE_TEST_ALL'] === '1' ? 5_000 : 500

/** A place that the text itself has: a value, or a map that can take one more key. */
interface Spot {
  readonly document: number
  readonly path: readonly (string | number)[]
  /** From where to where a value stands; absent for a new key. */
  readonly range?: readonly [number, number]
  /** Whether anchors are in the text, or a tag is on the value: then a refusal may be right. */
  readonly mayRefuse: boolean
}

describe('any edit of any file', function () {
  this.timeout(180_000)
  const all = Object.entries(texts).flatMap(([name, text]) => spotsIn(text).map((spot) => ({ name, text, spot })))
  const value: fc.Arbitrary<Scalar> = fc.oneof(
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

  it(`leaves every other byte as it was (${EDITS} edits of ${all.length} places)`, () => {
    let edits = 0
    fc.assert(
      fc.property(fc.constantFrom(...all), value, ({ text, spot }, set) => {
        const edited = editYaml(text, { document: spot.document, path: spot.path, value: set })
        if ('refused' in edited) return void match(edited.refused, spot.mayRefuse ? /shared|way/ : /^never$/)
        edits += 1
        onlyThisChanged(text, edited.text, spot)
        saysOnlyThat(text, edited.text, { spot, set })
      }),
      { numRuns: EDITS },
    )
    ok(edits > EDITS * 0.8, `${edits} of ${EDITS} were no refusals`)
  })
})

/** Found with the library's own reader of documents, not with ours. */
function spotsIn(text: string): Spot[] {
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

function onlyThisChanged(before: string, after: string, { range }: Spot): void {
  const mark = before.startsWith('\ufeff') ? 1 : 0
  if (range && range[1] > range[0]) {
    equal(after.slice(0, range[0] + mark), before.slice(0, range[0] + mark))
    ok(after.endsWith(before.slice(range[1] + mark)), 'what stands behind it')
    return
  }
  // One piece came in, and none went out; `{}` alone is written anew.
  let start = 0
  while (start < before.length && before[start] === after[start]) start += 1
  let end = 0
  while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1
  match(before.slice(start, before.length - end), /^\s*$/)
}

function saysOnlyThat(before: string, after: string, { spot, set }: { spot: Spot; set: Scalar }): void {
  const value = (text: string) => parseDocuments(text, 'a.yaml').documents.map((document) => document.value)
  const [old, now] = [value(before), value(after)]
  const mark = before.startsWith('\ufeff') ? 1 : 0
  equal(parseDocuments(after, 'a.yaml').errors.length, 0)
  equal(now.length, old.length)
  for (const [index, document] of now.entries()) if (index !== spot.document) deepEqual(document, old[index])
  const at = (from: YamlValue | undefined) =>
    spot.path.reduce<YamlValue | undefined>(
      (each, part) => (each as Record<string | number, YamlValue> | null)?.[part],
      from,
    )
  const found = at(now[spot.document])
  // A number stays text where it stood in quotes.
  const isQuoted = spot.range !== undefined && /["']/.test(before[spot.range[0] + mark] ?? '')
  deepEqual(found, isQuoted && typeof set === 'number' ? String(set) : set)
}
