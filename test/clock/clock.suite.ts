import assert from 'node:assert/strict'
import type { Clock } from '../../clock/clock.ts'
import { pause, sleep } from '../../clock/sleep.ts'

/** A clock under test, and how its time passes until a condition holds. */
export interface ClockUnderTest {
  readonly clock: Clock
  readonly until: (condition: () => boolean) => Promise<void>
}

/** What both clocks promise. */
export function clockSuite(name: string, make: () => ClockUnderTest): void {
  describe(`the ${name} clock`, () => {
    it('never runs an item before after() has returned', async () => {
      const { clock, until } = make()
      let ran = false
      clock.after(0, () => {
        ran = true
      })
      assert.equal(ran, false)
      await until(() => ran)
    })

    it('runs an item of 0 ms after the promises that are ready', async () => {
      const { clock, until } = make()
      const order: string[] = []
      clock.after(0, () => order.push('item'))
      void Promise.resolve()
        .then(() => order.push('promise'))
        .then(() => order.push('its promise'))
      await until(() => order.length === 3)
      assert.deepEqual(order, ['promise', 'its promise', 'item'])
    })

    it('runs items in the order of their times', async () => {
      const { clock, until } = make()
      const order: number[] = []
      for (const ms of [40, 0, 80, 20, 60]) clock.after(ms, () => order.push(ms))
      await until(() => order.length === 5)
      assert.deepEqual(order, [0, 20, 40, 60, 80])
    })

    it('has let the time pass when an item runs', async () => {
      const { clock, until } = make()
      const start = clock.now()
      let passed = -1
      clock.after(30, () => {
        passed = clock.now() - start
      })
      await until(() => passed >= 0)
      assert.ok(passed >= 29, `passed ${passed} ms`)
    })

    it('tells the time in whole milliseconds', () => {
      assert.ok(Number.isInteger(make().clock.now()))
    })

    it('does not run a cancelled item, and lets cancel be called again, also after it ran', async () => {
      const { clock, until } = make()
      const ran: string[] = []
      const cancel = clock.after(5, () => ran.push('cancelled'))
      const cancelImmediate = clock.after(0, () => ran.push('cancelled at once'))
      const cancelRun = clock.after(1, () => ran.push('kept'))
      cancel()
      cancel()
      cancelImmediate()
      clock.after(20, () => ran.push('last'))
      await until(() => ran.includes('last'))
      cancelRun()
      assert.deepEqual(ran, ['kept', 'last'])
    })

    it('keeps a delay beyond 24 days instead of running it at once', async () => {
      const { clock, until } = make()
      const ran: string[] = []
      const cancel = clock.after(2 ** 31 + 1, () => ran.push('far'), 'periodic')
      clock.after(10, () => ran.push('near'))
      await until(() => ran.length > 0)
      cancel()
      assert.deepEqual(ran, ['near'])
    })

    it('ends a sleep with the reason of its signal, and leaves nothing behind', async () => {
      const { clock, until } = make()
      const abort = new AbortController()
      const outcomes: unknown[] = []
      const note = (outcome: unknown) => outcomes.push(outcome)
      pause(clock, 60_000, abort.signal).then(note, note)
      clock.after(1, () => abort.abort('enough'))
      await until(() => outcomes.length === 1)
      sleep(clock, 60_000, abort.signal).then(note, note)
      await until(() => outcomes.length === 2)
      assert.deepEqual(outcomes, ['enough', 'enough'])
    })
  })
}
