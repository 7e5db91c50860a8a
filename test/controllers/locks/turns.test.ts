import { deepEqual } from 'node:assert/strict'
import { sleep } from '../../../clock/sleep.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { createTurns } from '../../../controllers/locks/turns.ts'

describe('the turns of the work on a lock', () => {
  it('begin one after the other on one lock, also after one that failed, and at once on others (S11)', async () => {
    const clock = virtualClock()
    const { busy, take, done } = createTurns()
    const said: string[] = []
    const work = (key: string, name: string, fails = false) =>
      take(key, async () => {
        said.push(`${clock.now()} ${name} begins`)
        await sleep(clock, 10)
        if (fails) throw new Error('refused')
      }).catch(() => said.push(`${clock.now()} ${name} failed`))
    void work('a', 'release', true)
    void work('a', 'taking')
    void work('b', 'other')
    void done().then(() => said.push(`${clock.now()} done, ${busy('a') ? 'busy' : 'free'}`))
    deepEqual([busy('a'), busy('c')], [true, false])
    await clock.runUntilQuiet({ until: 1_000, steps: 100 })
    deepEqual(said, ['0 release begins', '0 other begins', '10 release failed', '10 taking begins', '20 done, free'])
  })
})
