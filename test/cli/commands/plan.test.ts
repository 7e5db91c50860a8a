import { equal } from 'node:assert/strict'
import { hasChanges } from '../../../cli/commands/plan.ts'

const NONE = { changes: 0, begun: 0, declared: 0, adopted: [] }

describe('what plan --exit-code takes for a change', () => {
  for (const [what, planned, isChange] of [
    ['nothing', NONE, false],
    ['nothing, by a serve of before', { changes: 0, declared: 0, adopted: [] }, false],
    ['a call', { ...NONE, changes: 1 }, true],
    ['what is declared alone', { ...NONE, declared: 1 }, true],
    ['a call that the running serve is in the middle of', { ...NONE, begun: 1 }, true],
  ] as const)
    it(`${isChange ? 'is' : 'is not'} ${what}`, () => equal(hasChanges(planned), isChange))
})
