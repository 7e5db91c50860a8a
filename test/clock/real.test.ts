import assert from 'node:assert/strict'
import { createRealClock, realClock } from '../../clock/real.ts'
import { clockSuite } from './clock.suite.ts'

clockSuite('real', () => ({ clock: realClock, until }))

describe('a real clock whose source jumps back', () => {
  it('never does so itself', () => {
    const source = [1000.7, 400, 1000, 1001.2]
    const clock = createRealClock(
      () => source.shift() ?? 0,
      () => 0,
    )
    assert.deepEqual([clock.now(), clock.now(), clock.now(), clock.now()], [1000, 1000, 1000, 1001])
  })

  it('goes half as fast until the source has caught up, so that what waits until a time goes on', () => {
    let [passed, lost] = [0, 0]
    const clock = createRealClock(
      () => 10_000 + passed - lost,
      () => passed,
    )
    const after = (ms: number) => {
      passed += ms
      return clock.now()
    }
    assert.equal(after(1_000), 11_000)
    lost = 2_000
    assert.deepEqual([after(0), after(1_000), after(1_000)], [11_000, 11_500, 12_000])
    assert.deepEqual([after(2_000), after(1_000)], [13_000, 14_000])
  })
})

describe('the steady time of a real clock', () => {
  it('goes on evenly where the source jumps', () => {
    let [passed, jumped] = [5, 0]
    const clock = createRealClock(
      () => 10_000 + passed + jumped,
      () => passed,
    )
    const from = clock.steady()
    for (const jump of [3_600_000, -3_600_000]) {
      jumped = jump
      passed += 1_000
      clock.now()
    }
    assert.equal(clock.steady() - from, 2_000)
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
