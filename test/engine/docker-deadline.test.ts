import { deepEqual } from 'node:assert/strict'
import { seededRandom } from '../../clock/random.ts'
import { virtualClock } from '../../clock/virtual.ts'
import { startDeadline } from '../../engine/docker/deadline.ts'

describe('the deadline of a call that is no longer wanted', () => {
  for (const { it: sentence, graceMs, abortAt, ends } of [
    { it: 'ends it at once', graceMs: 0, abortAt: 100, ends: 100 },
    { it: 'lets it have its grace', graceMs: 2_000, abortAt: 100, ends: 2_100 },
    { it: 'ends it at once where it has not begun', graceMs: 2_000, abortAt: 0, ends: 0 },
  ])
    it(sentence, async () => {
      const clock = virtualClock({ random: seededRandom(1), start: 0 })
      const [run, closed] = [new AbortController(), new AbortController()]
      if (abortAt === 0) run.abort()
      const deadline = startDeadline(clock, 60_000, { run: run.signal, closed: closed.signal, graceMs })
      const seen: [number, string | undefined][] = []
      const note = () => void seen.push([clock.now(), deadline.outcome])
      if (deadline.signal.aborted) note()
      deadline.signal.addEventListener('abort', note)
      clock.after(abortAt, () => run.abort())
      clock.after(10_000, () => deadline.end())
      await clock.runUntilQuiet({ until: 20_000, steps: 1_000 })
      deepEqual(seen, [[ends, 'cancelled']])
    })
})

describe('the deadline of a call whose reader is busy', () => {
  for (const { it: sentence, isReleased, ends } of [
    { it: 'runs anew from when the reader is free', isReleased: false, ends: [6_000] },
    { it: 'does not come back where there was none any more', isReleased: true, ends: [] },
  ])
    it(sentence, async () => {
      const clock = virtualClock({ random: seededRandom(1), start: 0 })
      const signal = new AbortController().signal
      const deadline = startDeadline(clock, 1_000, { run: signal, closed: signal })
      const seen: number[] = []
      deadline.signal.addEventListener('abort', () => void seen.push(clock.now()))
      if (isReleased) deadline.release()
      deadline.pauseFor(new Promise<void>((resolve) => void clock.after(5_000, resolve)))
      clock.after(10_000, () => deadline.end())
      await clock.runUntilQuiet({ until: 20_000, steps: 1_000 })
      deepEqual(seen, ends)
    })
})
