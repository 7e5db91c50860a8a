import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { mergeEdits } from '../../../store/writer/merge-edits.ts'

const BASE = 'services:\n  web:\n    image: a\n    scale: 2\n  api:\n    image: b\n'

describe('merging edits of commands into another text', () => {
  const merged = (ours: string, theirs: string, base = BASE) => {
    const result = mergeEdits({ base, ours, theirs })
    ok(result && 'text' in result, JSON.stringify(result))
    return result
  }
  const conflict = (ours: string, theirs: string, base = BASE) => {
    const result = mergeEdits({ base, ours, theirs })
    ok(result && 'conflicts' in result, JSON.stringify(result))
    return result.conflicts
  }
  const ours = BASE.replace('scale: 2', 'scale: 5')

  it('keeps an edit beside a changed neighbour, wherever it stands now', () => {
    const theirs = `# moved\nservices:\n  api:\n    image: b\n  web:\n    # the front\n    image: c\n    scale: 2\n`
    const { text, kept } = merged(ours, theirs)
    equal(text, theirs.replace('scale: 2', 'scale: 5'))
    deepEqual(kept, ['services.web.scale: 5'])
  })

  it('keeps what was added', () => {
    const added = `${BASE}    deploy:\n      replicas: 3\n`
    const theirs = BASE.replace('image: b', 'image: c')
    equal(merged(added, theirs).text, `${theirs}    deploy:\n      replicas: 3\n`)
  })

  it('says nothing where the other text has it too', () => {
    deepEqual(merged(ours, `${ours}# x\n`), { text: `${ours}# x\n`, kept: [] })
  })

  it('is a conflict where both changed the value, at its line', () => {
    const [first] = conflict(ours, `\n${BASE.replace('scale: 2', 'scale: 3')}`)
    equal(first?.line, 5)
    match(
      first?.message ?? '',
      /services\.web\.scale is 5 in the work tree \(2 before, not committed\), and the push has 3/,
    )
  })

  it('is a conflict where the other text has the place no more', () => {
    const [first] = conflict(ours, 'services:\n  api:\n    image: b\n')
    match(first?.message ?? '', /and the push takes it out/)
  })

  it('is a conflict where the value is shared in the other text', () => {
    const theirs = 'services:\n  web: &web\n    image: a\n    scale: 2\n  api: *web\n'
    match(conflict(ours, theirs)[0]?.message ?? '', /and the push shares it with other places/)
  })

  for (const [why, edited] of [
    ['takes something out', BASE.replace('    scale: 2\n', '')],
    ['changes a comment', `# by hand\n${BASE}`],
    ['changes layout beside a value', ours.replace('image: b', 'image:  b')],
    ['is broken', 'services: ['],
  ] as const)
    it(`leaves it to others where the edit ${why}`, () => {
      equal(mergeEdits({ base: BASE, ours: edited, theirs: `${BASE}# x\n` }), undefined)
    })
})
