import { deepEqual, equal, ok } from 'node:assert/strict'
import { paint } from '../../../cli/output/paint.ts'
import { treeLines } from '../../../cli/output/progress-tree.ts'
import { table } from '../../../cli/output/table.ts'
import { cut, padded, textWidth } from '../../../cli/output/text-width.ts'

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
