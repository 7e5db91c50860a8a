import type { Engine } from './engine.ts'
import { isEngineError } from './errors.ts'
import type { Run } from './run.ts'
import type { EngineEvent } from './types/engine.ts'

/** An engine's past events on exits until a time, ms by its own clock. */
export interface Remembered {
  readonly until: number
  readonly events: readonly EngineEvent[]
}

/** How much more than known the clocks of an engine and its client may differ, ms. */
const CLOCKS_WITHIN_MS = 1_000

/**
 * Asks an engine for past events on exits, including one at `endedAt`; `now` is by its clock. An engine that can't tell remembers nothing
 * until any time; one that failed remembers nothing of this time, and may of a later one. One that can't be reached throws, as it may
 * remember everything.
 */
export async function askPastEnds(
  engine: Pick<Engine, 'pastEnds'>,
  { endedAt, now }: { readonly endedAt: number; readonly now: number },
  run: Run,
): Promise<Remembered> {
  // Never far in its future: the engine would wait until then.
  const until = Math.max(now, Math.min(endedAt, now + CLOCKS_WITHIN_MS))
  try {
    return { until, events: await engine.pastEnds({ until }, run) }
  } catch (error) {
    if (!isEngineError(error) || isEngineError(error, 'Unreachable', 'Unavailable', 'Cancelled')) throw error
    return { until: isEngineError(error, 'Timeout', 'Busy', 'Internal') ? until : Number.POSITIVE_INFINITY, events: [] }
  }
}
