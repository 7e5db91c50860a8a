import { deepEqual } from 'node:assert/strict'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { examine, failure, ok, warning } from '../../../cli/doctor/finding.ts'
import { doctorLines } from '../../../cli/output/doctor-lines.ts'
import { paint } from '../../../cli/output/paint.ts'

describe('an examination', () => {
  it('is in the order given, and bounded: what hangs or breaks is a failure of its own', async () => {
    const clock = virtualClock({ random: seededRandom(1), start: 0 })
    const found = examine(
      [
        { name: 'hangs', look: () => new Promise(() => {}) },
        { name: 'hangs longer', patienceMs: 9_000, look: () => new Promise(() => {}) },
        { name: 'is well', look: () => [ok('is well', 'it is')] },
        { name: 'breaks', look: () => Promise.reject(new Error('no such thing')) },
      ],
      clock,
      5_000,
    )
    await clock.runUntilQuiet({ until: 10_000, steps: 100 })
    deepEqual(
      (await found).map(({ check, level, message }) => [check, level, message]),
      [
        ['hangs', 'failure', 'no answer within 5 s'],
        ['hangs longer', 'failure', 'no answer within 9 s'],
        ['is well', 'ok', 'it is'],
        ['breaks', 'failure', 'no such thing'],
      ],
    )
  })

  for (const { what, findings, lines } of [
    { what: 'all well', findings: [ok('a', 'b')], lines: ['ok   a   b', '', 'all is well'] },
    {
      what: 'something to do',
      findings: [
        ok('space', 'enough'),
        failure('key', 'open\nto all', 'close it'),
        warning('home', 'open', 'close it'),
      ],
      lines: [
        'ok        space   enough',
        'failure   key     open to all',
        '                  next: close it',
        'warning   home    open',
        '                  next: close it',
        '',
        '1 failure, 1 warning',
      ],
    },
  ])
    it(`is told with ${what}`, () => deepEqual(doctorLines(findings, paint(false)), lines))
})
