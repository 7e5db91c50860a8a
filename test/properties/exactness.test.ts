import { deepEqual } from 'node:assert/strict'
import { differences, runCase } from './exactness.ts'

const all = process.env['RECONCILE_TEST_ALL'] === '1'
const only = process.env['RECONCILE_TEST_SEED']
const seeds = only === undefined ? Array.from({ length: all ? 200 : 40 }, (_, index) => index + 1) : [Number(only)]

describe('plan says what apply does', function () {
  this.timeout(60_000)

  for (const seed of seeds)
    it(`call by call, case ${seed}`, async () => {
      const outcome = await runCase(seed)
      const replay = `replay with RECONCILE_TEST_SEED=${seed} npx mocha test/properties/exactness.test.ts`
      deepEqual(differences(outcome), [], `${outcome.words.join('; ')}: ${replay}`)
    })
})
