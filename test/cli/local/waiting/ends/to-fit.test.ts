import { equal } from 'node:assert/strict'
import { aService } from '../../../../support/builders.ts'
import { toFit } from '../../../../../cli/local/waiting/ends/to-fit.ts'

describe('what makes room for a task that fits on no node', () => {
  const table = [
    ['an update that starts first', 'StartFirst', 1, true],
    ['one that stops first', 'StopFirst', 1, false],
    ['a first deployment', 'StartFirst', 0, false],
  ] as const
  for (const [what, order, readyReplicas, wants] of table)
    it(`is ${wants ? '' : 'not '}also to stop first, of ${what}`, () => {
      const service = aService({ updateStrategy: { order } }, { readyReplicas })
      equal(toFit(service).includes('(`order: StopFirst`, in Compose `stop-first`)'), wants)
    })
})
