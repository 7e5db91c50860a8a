import { equal } from 'node:assert/strict'
import { getCondition } from '../../../api/v1/conditions.ts'
import { serviceStatus } from '../../../controllers/service/status.ts'
import { aTask, ready } from '../../support/builders.ts'
import { type Given, plan, update, viewOf } from '../../support/service-plan.ts'

/** What a service says of itself. */
function said(given: Given): string | undefined {
  return getCondition(serviceStatus(viewOf(given), plan(given)).conditions, 'Ready')?.message
}

describe('what a service says of an update that is about to begin', () => {
  const old = (replicas: number) => Array.from({ length: replicas }, (_, index) => aTask(index + 1, 'r1', ready()))
  for (const [what, spec, words] of [
    ['that one task alone is not watched', { replicas: 1 }, 'counts as soon as it is ready'],
    ['that the first of several is', { replicas: 2 }, 'is to be ready for 0.5 s before it counts'],
    [
      'how long it is watched where that is declared',
      { replicas: 1, updateStrategy: { monitorSeconds: 3 } },
      'is to be ready for 3 s before it counts',
    ],
  ] as const)
    it(what, () => {
      const { replicas } = spec
      equal(said({ ...update, spec, tasks: old(replicas) }), `0 of ${replicas} updated; a new task ${words}`)
    })
})
