import { isEngineError } from '../errors.ts'
import type { Run } from '../run.ts'
import type { EngineEvent } from '../types/engine.ts'

/** Asks an engine what it remembers of its containers' ends. */
export type PastEnds = (run: Run) => Promise<readonly EngineEvent[]>

/**
 * One question for all who ask in a moment: who comes while another's is on its way waits for the next, as the first may have been too
 * early for it. An engine that can't say remembers nothing.
 */
export function sharedPastEnds(ask: PastEnds): PastEnds {
  let sent: Promise<unknown> = Promise.resolve()
  let next: ReturnType<PastEnds> | undefined
  return (run) => {
    next ??= sent.then(() => {
      next = undefined
      const answer = ask(run).catch(unlessRefused)
      sent = answer.catch(() => undefined)
      return answer
    })
    return next
  }
}

function unlessRefused(error: unknown): readonly EngineEvent[] {
  if (isEngineError(error)) return []
  throw error
}
