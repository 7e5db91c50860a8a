import type { Remembered } from '../past-ends.ts'
import type { Run } from '../run.ts'
import type { EngineEvent } from '../types/engine.ts'

/** Asks an engine what it remembers of how its containers ended, one that ended at that time by its clock among them. */
export type PastEnds = (endedAt: number, run: Run) => Promise<readonly EngineEvent[]>

/** An engine tells of an end at most this long after it. */
const TELLS_WITHIN_MS = 10_000

/**
 * One answer for all that ended well before it was asked for. Who comes of late while a question is on its way waits for the next one, as
 * that may have been too early for it. An engine that can't say is not asked again.
 */
export function sharedPastEnds(ask: (endedAt: number, run: Run) => Promise<Remembered>): PastEnds {
  let last: Remembered = { until: Number.NEGATIVE_INFINITY, events: [] }
  let sent: Promise<unknown> = Promise.resolve()
  let next: { latest: number; readonly answer: Promise<Remembered> } | undefined
  const send = async (run: Run): Promise<Remembered> => {
    await sent
    const answer = ask(next?.latest ?? 0, run)
    next = undefined
    sent = answer.catch(() => undefined)
    last = await answer
    return last
  }
  return async (endedAt, run) => {
    await sent
    if (endedAt + TELLS_WITHIN_MS <= last.until) return last.events
    next ??= { latest: endedAt, answer: send(run) }
    next.latest = Math.max(next.latest, endedAt)
    return (await next.answer).events
  }
}
