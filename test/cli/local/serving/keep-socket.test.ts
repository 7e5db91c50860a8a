import { deepEqual, equal } from 'node:assert/strict'
import { virtualClock } from '../../../../clock/virtual.ts'
import { keepSocket } from '../../../../cli/local/serving/keep-socket.ts'

describe("serve's look at its socket", () => {
  it('says that it was made anew, and once why it could not be, until serve ends', async () => {
    const clock = virtualClock({ seed: 1 })
    const over = new AbortController()
    const log: string[] = []
    let looks = 0
    const answers = [false, true, 'no room', 'no room', true, false, 'no room']
    const renew = async () => {
      const answer = answers[looks++] ?? false
      if (typeof answer === 'string') throw new Error(answer)
      return answer
    }
    const kept = keepSocket({ home: '/h', clock, closing: over.signal }, { renew }, (line) => log.push(line))
    clock.after(60_000, () => {}, 'progress')
    equal(await clock.runUntilQuiet({ until: clock.now() + 15_000, steps: 100 }), 'until')
    over.abort()
    await kept
    const path = '/h/reconcile.sock'
    const [made, failed] = [
      `warning: ${path} was taken away, and is made anew`,
      `error: ${path} was taken away, and can't be made anew yet: no room`,
    ]
    deepEqual(log, [made, failed, made, failed])
    equal(await clock.runUntilQuiet({ until: clock.now() + 100_000, steps: 100 }), 'quiet')
    equal(looks, 7)
  })
})
