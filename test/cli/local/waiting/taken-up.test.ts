import { equal, rejects } from 'node:assert/strict'
import { defer, NEVER, Subject } from 'rxjs'
import { takenUp } from '../../../../cli/local/waiting/taken-up.ts'

describe('the wait until loops have taken up what was asked for', () => {
  it('ends with the change that takes it up', async () => {
    const changes = new Subject<void>()
    let isTaken = false
    const wait = takenUp(changes, () => !isTaken, new AbortController().signal)
    changes.next()
    isTaken = true
    changes.next()
    await wait
    equal(changes.observed, false)
  })

  it('ends when it is called off', async () => {
    const caller = new AbortController()
    const wait = takenUp(NEVER, () => true, caller.signal)
    caller.abort()
    await rejects(wait, { name: 'AbortError' })
  })

  it('does not begin when it was called off before', async () => {
    let began = false
    const changes = defer(() => {
      began = true
      return NEVER
    })
    await rejects(
      takenUp(changes, () => true, AbortSignal.abort()),
      { name: 'AbortError' },
    )
    equal(began, false)
  })
})
