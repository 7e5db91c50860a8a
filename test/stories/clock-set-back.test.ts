import { ok } from 'node:assert/strict'
import { createRealClock } from '../../clock/real.ts'
import { createWorld } from '../../plan/world.ts'
import { NOW } from '../support/builders.ts'
import { aWorld } from '../support/world.ts'

describe('a machine whose clock is set back by an hour', () => {
  it('tries a pull again that failed before, and not an hour later', async () => {
    const base = createWorld({ seed: 1, start: NOW, nodes: [{ node: 'a', images: {}, registry: {} }] })
    let lost = 0
    const real = createRealClock(
      () => base.clock.now() - lost,
      () => base.clock.now(),
    )
    const world = aWorld({ over: { ...base, clock: { ...base.clock, now: real.now } } })
    world.service('web', { template: { image: 'nginx' } })
    await base.clock.runUntilQuiet({ until: base.clock.now() + 5_000, steps: 1e6 })
    world.newCalls()
    lost = 3_600_000
    await base.clock.runUntilQuiet({ until: base.clock.now() + 300_000, steps: 1e6 })
    const pulls = world.newCalls().filter((call) => call.startsWith('POST /images/create'))
    ok(pulls.length >= 3, `${pulls.length} pulls in 5 minutes`)
  })
})
