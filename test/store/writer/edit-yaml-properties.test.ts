import { deepEqual, equal, match, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import { editYaml, type Scalar } from '../../../store/writer/edit-yaml.ts'
import { corpusNames, corpusProject } from '../../compose/corpus-files.ts'
import { anyScalar, type Spot, spotsIn } from './spots.ts'
import { texts } from './texts.ts'
import { inShare } from '../../support/share.ts'

const EDITS = inShare(200, 5_000)

describe('any edit of any file', function () {
  this.timeout(180_000)
  const real = corpusNames.map((name) => [name, corpusProject(name).text] as const)
  const all = [...Object.entries(texts), ...real].flatMap(([name, text]) =>
    spotsIn(text).map((spot) => ({ name, text, spot })),
  )

  it(`leaves every other byte as it was (${EDITS} edits of ${all.length} places)`, () => {
    let edits = 0
    fc.assert(
      fc.property(fc.constantFrom(...all), anyScalar, ({ text, spot }, set) => {
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
