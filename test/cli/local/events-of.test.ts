import { deepEqual } from 'node:assert/strict'
import { eventsOf } from '../../../cli/local/look.ts'
import type { ObjectEvent } from '../../../api/v1/installation/answers.ts'

describe('what happened in a stack', () => {
  it('is of the stack and all in it, and not of the node of its name', () => {
    const events = ['Node/shop', 'Stack/shop', 'Service/shop/web', 'Service/blog/shop'].map(
      (object) => ({ object }) as ObjectEvent,
    )
    deepEqual(
      eventsOf(events, 'shop').map(({ object }) => object),
      ['Stack/shop', 'Service/shop/web'],
    )
  })
})
