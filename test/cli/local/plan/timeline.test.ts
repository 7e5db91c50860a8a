import { deepEqual, throws } from 'node:assert/strict'
import { timelineOf } from '../../../../cli/local/plan/timeline.ts'

describe('the timeline of a simulation', () => {
  it('is read with its times', () =>
    deepEqual(
      timelineOf(['10s node:local=down', ' 1m node:h-2.x=up '], ['local', 'h-2.x']).map(({ afterMs }) => afterMs),
      [10_000, 60_000],
    ))

  for (const [line, message] of [
    ['10s node:local=gone', /--at 10s node:local=gone: not an event/],
    ['10s node:local=constructor', /not an event/],
    ['node:local=down', /not an event/],
    ['10s node:lokal=down', /there is no node lokal/],
    ['soon node:local=down', /--at/],
  ] as const)
    it(`has no ${line}`, () => throws(() => timelineOf([line], ['local']), message))
})
