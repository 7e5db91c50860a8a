import { deepEqual } from 'node:assert/strict'
import { createCoverage } from '../support/plan-coverage.ts'
import { differences, runCase } from './exactness.ts'

const all = process.env['RECONCILE_TEST_ALL'] === '1'
const only = process.env['RECONCILE_TEST_SEED']
const seeds = only === undefined ? Array.from({ length: all ? 200 : 60 }, (_, index) => index + 1) : [Number(only)]

describe('plan says what apply does', function () {
  this.timeout(60_000)
  const coverage = createCoverage()

  for (const seed of seeds)
    it(`call by call, case ${seed}`, async () => {
      const outcome = await runCase(seed)
      coverage.note(outcome.sorts, outcome.planned.calls)
      const replay = `replay with RECONCILE_TEST_SEED=${seed} npx mocha test/properties/exactness.test.ts`
      deepEqual(differences(outcome), [], `${outcome.words.join('; ')}: ${replay}`)
    })

  if (only === undefined)
    it('of every sort of change, and of every deed', () => {
      deepEqual(coverage.missing(), [])
    })
})
