import type { Remembered } from '../past-ends.ts'
import type { Run } from '../run.ts'
import type { EngineEvent } from '../types/engine.ts'

/** Returns an engine's past events on exits of its containers, including one at `endedAt` (by the engine's clock). */
export type PastEnds = (endedAt: number, run: Run) => Promise<readonly EngineEvent[]>

/** How long after an exit its engine records the event at the latest, ms. */
const TELLS_WITHIN_MS = 10_000

/**
 * Shares one answer among all containers that exited well before it was requested. A request for a later exit waits for the next answer, as
 * the one in flight may miss it. An engine that can't tell is not asked again.
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
