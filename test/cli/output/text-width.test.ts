import { deepEqual, equal, ok } from 'node:assert/strict'
import { paint } from '../../../cli/output/paint.ts'
import { treeLines } from '../../../cli/output/progress-tree.ts'
import { table } from '../../../cli/output/table.ts'
import { cut, padded, textWidth } from '../../../cli/output/text-width.ts'
import { costsAtMost } from '../../support/processor-time.ts'

describe('the width of a text', () => {
  for (const [text, width] of [
    ['web', 3],
    ['', 0],
    ['… é ✓ ©', 7],
    ['e\u0301', 1],
    ['漢字', 4],
    ['ｱ', 1],
    ['한국어', 6],
    ['🚀', 2],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['❤\ufe0f', 2],
    ['a1\ufe0f\u20e3', 3],
    ['so\u00adft', 4],
    ['\u200b', 0],
    [paint(true).good('漢'), 2],
  ] as const)
    it(`of ${JSON.stringify(text)} is ${width}`, () => equal(textWidth(text), width))

  it('is what texts are cut and padded to, and no character is halved', () => {
    deepEqual(
      [4, 5, 6, 8].map((width) => cut('漢字漢字', width)),
      ['漢…', '漢字…', '漢字…', '漢字漢字'],
    )
    deepEqual([cut('🚀🚀', 3), cut('🚀🚀', 2), cut('web', 0)], ['🚀…', '…', '…'])
    equal(padded('漢', 4), '漢  ')
  })

  it('is the same wherever in a long text a character is', () => {
    for (const character of ['👩‍👩‍👧', '🇩🇪', '1\ufe0f\u20e3', '한', '🚀'])
      for (let before = 55; before < 70; before++) {
        const text = `${'漢'.repeat(before)}${character}x`
        equal(textWidth(text), before * 2 + 3, `${character} behind ${before}`)
        equal(cut(`${text}yz`, before * 2 + 3), `${'漢'.repeat(before)}${character}…`)
      }
    equal(textWidth(`e${'\u0301'.repeat(500)}x`), 2)
  })

  it('cuts whole texts and characters, not colours', () => {
    const painted = paint(true).good('漢字')
    deepEqual([cut(painted, 4), cut(painted, 3)], [painted, '漢…'])
  })

  it('takes time by its length alone (S12)', async () => {
    const long = `${'x'.repeat(500_000)}漢é🚀${'✓'.repeat(500_000)}`
    await costsAtMost(10_000, () => {
      equal(cut(long, 60), `${'x'.repeat(59)}…`)
      for (let cell = 0; cell < 100; cell++) equal(cut(`漢…${long}`, 60), `漢…${'x'.repeat(56)}…`)
      equal(textWidth(long.slice(400_000, 600_000)), 200_001)
    })
  })

  it('keeps columns under their heads', () => {
    deepEqual(
      table(
        ['name', 'state'],
        [
          ['漢字', 'x'],
          ['web', 'y'],
        ],
      ),
      ['NAME   STATE', '漢字   x', 'web    y'],
    )
  })

  it('keeps the lines of a tree within a terminal', () => {
    const message = '漢字'.repeat(60)
    const state = { type: 'state', object: 'Service/shop/web', state: 'Failed', message, at: 0 } as const
    const room = { columns: 80, rows: 24, now: 1_000, paint: paint(false) }
    const [line = ''] = treeLines(new Map([[state.object, state]]), room)
    ok(textWidth(line) < 80, line)
    ok(textWidth(line) > 70, line)
  })
})
