import { deepEqual } from 'node:assert/strict'
import { paint } from '../../cli/output/paint.ts'
import { fullest, screensOf, shortened } from '../../hack/session/screen.ts'

describe('a recorded session', () => {
  const { good } = paint(true)
  const output = `web configured\r\nweb  Progressing\r\n  web-1  Starting\r\n\u001b[2A\r\u001b[Jweb  ${good('Ready')}\r\nconverged\r\n`

  it('is what the terminal showed after each drawing, without colours', () => {
    deepEqual(screensOf(output), [
      ['web configured', 'web  Progressing', '  web-1  Starting'],
      ['web configured', 'web  Ready', 'converged'],
    ])
    deepEqual(fullest(screensOf(output)), ['web configured', 'web  Progressing', '  web-1  Starting'])
  })

  it('is kept short', () => {
    deepEqual(shortened(['Calls:', '  a', '  b', '  c', '  d', '', 'x'.repeat(200)], 2), [
      ...['Calls:', '  a', '  b', '  …', ''],
      `${'x'.repeat(107)}…`,
    ])
  })
})
