import { deepEqual } from 'node:assert/strict'
import { sleep } from '../../../clock/sleep.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { createWrites } from '../../../controllers/locks/writes.ts'

interface Write {
  readonly key: string
  /** When it begins and ends, ms. */
  readonly from: number
  readonly to: number
  readonly fails?: true
}

/** When those who wait at 10 ms for the writes under `a` see them ended, ms. */
async function endOf(writes: readonly Write[]): Promise<number | undefined> {
  const clock = virtualClock()
  const { during, ended } = createWrites()
  for (const { key, from, to, fails } of writes)
    clock.after(from, () => {
      const write = async () => {
        await sleep(clock, to - from)
        if (fails) throw new Error('refused')
      }
      during(key, write).catch(() => undefined)
    })
  let at: number | undefined
  clock.after(10, () => void ended('a').then(() => (at = clock.now())))
  await clock.runUntilQuiet({ until: 1_000, steps: 100 })
  return at
}

describe('the writes under a lock, which is not given back in the middle of one (S11)', () => {
  for (const [what, writes, wants] of [
    ['are over where there are none', [], 10],
    ['are waited for', [{ key: 'a', from: 0, to: 50 }], 50],
    ['are waited for, each of them', ['a', 'a'].map((key, i) => ({ key, from: 0, to: 30 + 20 * i })), 50],
    ['are waited for where another ended before', ['a', 'a'].map((key, i) => ({ key, from: 0, to: 5 + 45 * i })), 50],
    ['are over where one failed', [{ key: 'a', from: 0, to: 50, fails: true }], 50],
    ['are none of those under another lock', [{ key: 'b', from: 0, to: 50 }], 10],
    ['are not those that begin later', [{ key: 'a', from: 20, to: 50 }], 10],
  ] as readonly [string, readonly Write[], number][])
    it(what, async () => deepEqual(await endOf(writes), wants))
})
