import assert from 'node:assert/strict'
import { createRealClock, realClock } from '../../clock/real.ts'
import { clockSuite } from './clock.suite.ts'

clockSuite('real', () => ({ clock: realClock, until }))

describe('a real clock whose source jumps back', () => {
  it('stands still until the source has caught up', () => {
    const source = [1000.7, 400, 1000, 1001.2]
    const clock = createRealClock(() => source.shift() ?? 0)
    assert.deepEqual([clock.now(), clock.now(), clock.now(), clock.now()], [1000, 1000, 1000, 1001])
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
