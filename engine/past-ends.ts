import type { Engine } from './engine.ts'
import { isEngineError } from './errors.ts'
import type { Run } from './run.ts'
import type { EngineEvent } from './types/engine.ts'

/** What an engine remembers of all that ended until then, ms by its own clock. */
export interface Remembered {
  readonly until: number
  readonly events: readonly EngineEvent[]
}

/** The clocks of an engine and of who asks it differ by at most this much more than is known. */
const CLOCKS_WITHIN_MS = 1_000

/**
 * Asks an engine what it remembers of how its containers ended, one that ended at `endedAt` among them; `now` by its clock. One that
 * can't say remembers nothing; one that was not reached may remember all.
 */
export async function askPastEnds(
  engine: Pick<Engine, 'pastEnds'>,
  { endedAt, now }: { readonly endedAt: number; readonly now: number },
  run: Run,
): Promise<Remembered> {
  // Never far in its future, which it would wait for.
  const until = Math.max(now, Math.min(endedAt, now + CLOCKS_WITHIN_MS))
  try {
    return { until, events: await engine.pastEnds({ until }, run) }
  } catch (error) {
    if (!isEngineError(error) || isEngineError(error, 'Unreachable', 'Unavailable', 'Cancelled')) throw error
    return { until: Number.POSITIVE_INFINITY, events: [] }
  }
}
