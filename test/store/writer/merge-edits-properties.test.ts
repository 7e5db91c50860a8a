import { deepEqual, ok } from 'node:assert/strict'
import fc from 'fast-check'
import { parseDocuments } from '../../../api/v1/yaml/parse-documents.ts'
import type { YamlValue } from '../../../api/v1/yaml/to-value.ts'
import { editYaml } from '../../../store/writer/edit-yaml.ts'
import { mergeEdits } from '../../../store/writer/merge-edits.ts'
import { anyScalar, type Spot, spotsIn } from './spots.ts'
import { texts } from './texts.ts'
import { inShare } from '../../support/share.ts'

const MERGES = inShare(150, 3_000)

describe('any two edits of one file', function () {
  this.timeout(180_000)
  const files = Object.values(texts).map((text) => ({ text, spots: spotsIn(text) }))
  const two = fc
    .constantFrom(...files)
    .chain(({ text, spots }) =>
      fc.record({ text: fc.constant(text), ours: fc.constantFrom(...spots), theirs: fc.constantFrom(...spots) }),
    )
    .filter(({ ours, theirs }) => areApart(ours, theirs))

  it(`are both in what they are merged to (${MERGES} merges)`, () => {
    let merges = 0
    fc.assert(
      fc.property(two, anyScalar, anyScalar, ({ text: base, ours, theirs }, one, other) => {
        const [left, right] = [editYaml(base, { ...ours, value: one }), editYaml(base, { ...theirs, value: other })]
        if ('refused' in left || 'refused' in right) return
        const merged = mergeEdits({ base, ours: left.text, theirs: right.text })
        // An edit that says the same in other words, as quotes, is for a merge of lines.
        if (!merged) return
        if (merged.dropped.length > 0)
          return ok(ours.mayRefuse || isOfAnother(ours, theirs), JSON.stringify(merged.dropped))
        merges += 1
        deepEqual(at(merged.text, ours), at(left.text, ours))
        deepEqual(at(merged.text, theirs), at(right.text, theirs))
      }),
      { numRuns: MERGES },
    )
    ok(merges > MERGES * 0.7, `${merges} of ${MERGES} were merged`)
  })
})

function areApart(one: Spot, other: Spot): boolean {
  if (one.document !== other.document) return true
  const [short, long] = [one.path, other.path].sort((a, b) => a.length - b.length) as [Spot['path'], Spot['path']]
  return short.some((part, index) => part !== long[index])
}

/** Whether the other edit changes what the place of this one is known by: a manifest's name, or what else an item of a list says. */
function isOfAnother(ours: Spot, { document, path }: Spot): boolean {
  if (ours.document !== document) return false
  const isName = ['kind', 'name', 'namespace'].includes(String(path.at(-1)))
  const item = ours.path.findLastIndex((part) => typeof part === 'number')
  return isName || (item >= 0 && ours.path.slice(0, item + 1).every((part, index) => part === path[index]))
}

function at(text: string, { document, path }: Spot): YamlValue | undefined {
  const value = parseDocuments(text, '').documents[document]?.value
  return path.reduce<YamlValue | undefined>((each, part) => (each as Record<string, YamlValue> | null)?.[part], value)
}
