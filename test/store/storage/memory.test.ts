import assert from 'node:assert/strict'
import { seededRandom } from '../../../clock/random.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { memoryStorage } from '../../../store/storage/memory.ts'
import { storageSuite } from './storage.suite.ts'

const forever = { until: 1e15, steps: 1e6 }

storageSuite('memory', async () => {
  const clock = virtualClock()
  const memory = memoryStorage({ clock, random: seededRandom(1), latencyMs: { min: 0, max: 5 } })
  return {
    open: async () => memory.open(),
    refuse: memory.refuse,
    async settle(promise) {
      await clock.runUntilQuiet(forever)
      return await promise
    },
  }
})

describe('the memory storage across lives', () => {
  it('keeps or loses what a dead life had in flight, whole, as the seed says', async () => {
    const seen = new Set<number>()
    for (let seed = 1; seed <= 20; seed += 1) {
      const clock = virtualClock()
      const memory = memoryStorage({ clock, random: seededRandom(seed), latencyMs: { min: 2, max: 2 } })
      const dead = memory.write([
        { key: '/a', value: 1 },
        { key: '/b', value: 1 },
      ])
      dead.catch(() => undefined)
      seen.add((await memory.open().load()).size)
      await clock.runUntilQuiet(forever)
      assert.notEqual(memory.contents().size, 1)
    }
    assert.deepEqual([...seen].sort(), [0, 2])
  })

  it('gives copies that go their own way', async () => {
    const memory = memoryStorage({ clock: virtualClock(), random: seededRandom(1), initial: new Map([['/a', 1]]) })
    memory.copy().set('/a', 2)
    assert.deepEqual([...(await memory.load())], [['/a', 1]])
  })
})
