import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/installation/progress.ts'

type Events = AsyncIterable<ProgressEvent>
type Told = AsyncGenerator<ProgressEvent>
type Soon<T> = T | Promise<T>

/** Passes a command's events on, and replaces its outcome. */
export async function* withOutcome(events: Events, replace: (outcome: Outcome) => Soon<Outcome>): Told {
  for await (const event of events) yield event.type === 'outcome' ? await replace(event) : event
}

/** The same for a success alone. */
export function withSuccess(events: Events, replace: (outcome: Outcome) => Soon<Outcome>): Told {
  return withOutcome(events, (outcome) => (outcome.exit === exits.converged ? replace(outcome) : outcome))
}

/** Passes a command's events on, and tells these right before its outcome. */
export async function* beforeOutcome(events: Events, tell: (outcome: Outcome) => Soon<readonly ProgressEvent[]>): Told {
  for await (const event of events) {
    if (event.type === 'outcome') yield* await tell(event)
    yield event
  }
}
