import { deepEqual, equal } from 'node:assert/strict'
import { virtualClock } from '../../../../clock/virtual.ts'
import { watchState } from '../../../../cli/local/serving/watch-state.ts'
import { StorageError } from '../../../../store/storage/storage.ts'

describe("serve's look at its state", () => {
  it('ends once another reconcile took it over, and says so; what else is refused may pass', async () => {
    const clock = virtualClock({ seed: 1 })
    const log: string[] = []
    let looks = 0
    const refusals = [
      undefined,
      new StorageError('Full', 'no space left'),
      new StorageError('Fenced', 'another has it'),
    ]
    const checkState = async () => {
      const refusal = refusals[looks++]
      if (refusal) throw refusal
    }
    const lost = watchState({ clock, closing: new AbortController().signal, checkState }, (line) => log.push(line))
    clock.after(60_000, () => {}, 'progress')
    equal(await clock.runUntilQuiet({ until: clock.now() + 10_000, steps: 100 }), 'until')
    deepEqual([lost.aborted, looks], [false, 2])
    equal(await clock.runUntilQuiet({ until: clock.now() + 30_000, steps: 100 }), 'until')
    deepEqual([lost.aborted, looks, log], [true, 3, ['error: another has it']])
  })

  it('goes on until serve closes', async () => {
    const clock = virtualClock({ seed: 1 })
    const over = new AbortController()
    let looks = 0
    const lost = watchState({ clock, closing: over.signal, checkState: async () => void looks++ }, () => {})
    clock.after(60_000, () => {}, 'progress')
    equal(await clock.runUntilQuiet({ until: clock.now() + 15_000, steps: 100 }), 'until')
    over.abort()
    equal(await clock.runUntilQuiet({ until: clock.now() + 100_000, steps: 100 }), 'quiet')
    deepEqual([lost.aborted, looks], [false, 3])
  })
})
