import { deepEqual } from 'node:assert/strict'
import { virtualClock } from '../../../../clock/virtual.ts'
import { withEarlyInfo } from '../../../../cli/local/open/early-info.ts'
import type { Engine } from '../../../../engine/engine.ts'

const run = { signal: new AbortController().signal, object: 'Node/local', reason: 'test' }

/** An engine that answers each question about itself with how many there were. */
function anEngine(): Engine {
  let asked = 0
  return { node: 'local', info: async () => ++asked } as unknown as Engine
}

describe('what the engine of this machine is', () => {
  it('is asked before anybody wants to know, once', async () => {
    const engine = withEarlyInfo(anEngine(), virtualClock(), { builder: false })
    deepEqual([await engine.info({}, run), await engine.info({}, run)], [1, 2])
  })

  it('is asked again for a builder where nobody asked for one', async () => {
    const [without, first] = [false, true].map((builder) => withEarlyInfo(anEngine(), virtualClock(), { builder }))
    deepEqual([await without?.info({ builder: true }, run), await first?.info({ builder: true }, run)], [2, 1])
  })

  it('is asked again where the answer is of long ago, as after a wait for the lock', async () => {
    const clock = virtualClock()
    const engine = withEarlyInfo(anEngine(), clock, { builder: false })
    clock.after(1_000, () => {})
    await clock.runUntilQuiet({ until: clock.now() + 1_000, steps: 10 })
    deepEqual(await engine.info({}, run), 2)
  })

  it('fails for who asks first, and for nobody before', async () => {
    let asked = 0
    const info = async () => {
      if (++asked === 1) throw new Error('silent')
      return asked
    }
    const engine = withEarlyInfo({ node: 'local', info } as unknown as Engine, virtualClock(), { builder: false })
    const outcomes = await Promise.allSettled([engine.info({}, run), engine.info({}, run)])
    deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    )
  })
})
