import { deepEqual } from 'node:assert/strict'
import { sleep } from '../../../clock/sleep.ts'
import { virtualClock } from '../../../clock/virtual.ts'
import { createGiving } from '../../../controllers/locks/giving.ts'
import type { Recorder } from '../../../controllers/runtime/recorder.ts'

interface Given {
  /** How many tries fail, each after 2 s. */
  readonly fails?: number
  /** When the lock is kept after all, and when the process begins to end, s. */
  readonly keptAt?: number
  readonly overAt?: number
}

/** When a lock is tried to be given back within a minute, s, and how often it is said that this failed. */
async function triesOf({ fails = 0, keptAt = Infinity, overAt }: Given) {
  const clock = virtualClock()
  const seconds = () => clock.now() / 1_000
  const tried: number[] = []
  let said = 0
  const giving = createGiving({
    clock,
    recorder: { record: () => void said++ } as unknown as Recorder,
    giveBack: async () => {
      if (tried.push(seconds()) > fails) return
      await sleep(clock, 2_000)
      throw new Error('no answer')
    },
  })
  if (overAt !== undefined) clock.after(overAt * 1_000, () => giving.stop())
  void giving.give({ node: 'a', stack: 'shop' }, () => seconds() < keptAt)
  clock.after(60_000, () => undefined)
  await clock.runUntilQuiet({ until: 60_000, steps: 100 })
  return { tried, said }
}

describe('a lock that another home waits for', () => {
  for (const [what, given, wants] of [
    ['is given back', {}, { tried: [0], said: 0 }],
    ['is given back 15 s after that failed, and said to have failed', { fails: 2 }, { tried: [0, 17, 34], said: 2 }],
    ['is not given back where it is kept by now', { keptAt: 0 }, { tried: [], said: 0 }],
    ['is not said to be tried again where it is kept by then', { fails: 2, keptAt: 1 }, { tried: [0], said: 0 }],
    ['is not tried again where it is kept by then', { fails: 2, keptAt: 10 }, { tried: [0], said: 1 }],
    ['is not said to be tried again where the process ends', { fails: 2, overAt: 1 }, { tried: [0], said: 0 }],
    ['is left to the end of the process', { fails: 2, overAt: 10 }, { tried: [0], said: 1 }],
  ] as readonly [string, Given, Awaited<ReturnType<typeof triesOf>>][])
    it(what, async () => deepEqual(await triesOf(given), wants))
})
