import { equal, rejects } from 'node:assert/strict'
import { withPatience } from '../../../controllers/runtime/patience.ts'
import { virtualClock } from '../../../clock/virtual.ts'

describe('a wait for work with patience', () => {
  it('leaves no timer behind where the work fails', async () => {
    let left = 0
    const clock = {
      ...virtualClock(),
      after: () => {
        left++
        return () => void left--
      },
    }
    await rejects(withPatience(Promise.reject(new Error('no')), { ms: 100, clock }), /no/)
    equal(left, 0)
  })
})
