import { deepEqual, equal } from 'node:assert/strict'
import { live } from './live.ts'

const whole = process.env['RECONCILE_TEST_ALL'] === '1'
const only = process.env['RECONCILE_TEST_SEED']
const SEEDS = whole ? 300 : 16
const EVENTS = 100

describe('chaos on one host', function () {
  this.timeout(120_000)
  const seeds = only === undefined ? Array.from({ length: SEEDS }, (_, index) => index + 1) : [Number(only)]

  for (const seed of seeds)
    it(`keeps every rule through ${EVENTS} events, seed ${seed}`, async () => {
      const chaos = await live({ seed, events: EVENTS })
      if (only !== undefined) console.log(chaos.log.join('\n'))
      deepEqual(chaos.violations, [], `replay with RECONCILE_TEST_SEED=${seed} npx mocha test/chaos/chaos.test.ts`)
    })

  it('replays byte for byte', async () => {
    const [first, second] = [
      await live({ seed: seeds[0] ?? 1, events: EVENTS }),
      await live({ seed: seeds[0] ?? 1, events: EVENTS }),
    ]
    equal(first.log.join('\n'), second.log.join('\n'))
  })
})
