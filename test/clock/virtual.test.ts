import assert from 'node:assert/strict'
import { sleep } from '../../clock/sleep.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { clockSuite } from './clock.suite.ts'

const wide = { until: Number.POSITIVE_INFINITY, steps: 1_000_000 }

clockSuite('virtual', () => {
  const clock = virtualClock({ seed: 7, start: 1_700_000_000_000 })
  return {
    clock,
    until: async (condition) => {
      const ended = await clock.runUntilQuiet(wide)
      assert.ok(condition(), `time ended (${ended}) before the condition held`)
    },
  }
})

describe('virtual time', () => {
  it('is quiet when only periodic items are left, which run while there is progress', async () => {
    const clock = virtualClock()
    const ran: string[] = []
    const look = () => {
      ran.push(`look ${clock.now()}`)
      clock.after(10, look, 'periodic')
    }
    clock.after(10, look, 'periodic')
    clock.after(25, () => ran.push('work'))
    assert.equal(await clock.runUntilQuiet(wide), 'quiet')
    assert.deepEqual(ran, ['look 10', 'look 20', 'work'])
    assert.equal(clock.now(), 25)
  })

  it('stops at `until`, and stands there', async () => {
    const clock = virtualClock()
    clock.after(100, () => assert.fail('too early'))
    assert.equal(await clock.runUntilQuiet({ until: 60, steps: 10 }), 'until')
    assert.equal(clock.now(), 60)
  })

  it('stops after `steps` items and goes on from there', async () => {
    const clock = virtualClock()
    let ran = 0
    for (let i = 0; i < 5; i++) clock.after(i, () => ran++)
    assert.equal(await clock.runUntilQuiet({ until: 100, steps: 3 }), 'steps')
    assert.equal(ran, 3)
    assert.equal(await clock.runUntilQuiet(wide), 'quiet')
    assert.equal(ran, 5)
  })

  it('settles what follows an item before it fires the next', async () => {
    const clock = virtualClock()
    const order: string[] = []
    const chain = async (name: string) => {
      for (let hop = 0; hop < 50; hop++) await null
      await new Promise<void>((resolve) => process.nextTick(resolve))
      order.push(`${name} settled`)
    }
    const fire = (name: string) => {
      order.push(name)
      void chain(name)
    }
    clock.after(1, () => fire('a'))
    clock.after(2, () => fire('b'))
    await clock.runUntilQuiet(wide)
    assert.deepEqual(order, ['a', 'a settled', 'b', 'b settled'])
  })

  it('orders items of one instant by its seed: the same for one, another for many', async () => {
    const orderOf = async (seed: number) => {
      const clock = virtualClock({ seed })
      const order: number[] = []
      for (let i = 0; i < 8; i++) clock.after(5, () => order.push(i))
      await clock.runUntilQuiet(wide)
      return order.join()
    }
    const orders = await Promise.all(Array.from({ length: 20 }, (_, seed) => orderOf(seed)))
    assert.equal(await orderOf(3), orders[3])
    assert.ok(new Set(orders).size > 15)
  })

  it('is quiet when the last progress item is cancelled', async () => {
    const clock = virtualClock()
    const abort = new AbortController()
    const slept = sleep(clock, 1000, abort.signal).catch(() => 'aborted')
    abort.abort()
    assert.equal(await clock.runUntilQuiet(wide), 'quiet')
    assert.equal(clock.now(), 0)
    assert.equal(await slept, 'aborted')
  })

  it('refuses a second driver', async () => {
    const clock = virtualClock()
    clock.after(1, () => {})
    const first = clock.runUntilQuiet(wide)
    await assert.rejects(clock.runUntilQuiet(wide), /running already/)
    assert.equal(await first, 'quiet')
  })

  it('keeps the order of the times under random adds and cancels, as a sorted list would', async () => {
    const clock = virtualClock({ seed: 11 })
    const fired: number[] = []
    const expected: number[] = []
    for (let i = 0; i < 5000; i++) {
      const ms = (i * 7919) % 1009
      const cancel = clock.after(ms, () => fired.push(ms))
      if (i % 3 === 0) cancel()
      else expected.push(ms)
    }
    await clock.runUntilQuiet(wide)
    assert.deepEqual(
      fired,
      expected.sort((a, b) => a - b),
    )
  })
})
