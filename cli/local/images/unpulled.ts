import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'

/** Passes a command's events on. If a pull failed, the outcome is a failure, as older images than requested may run. */
export async function* endingUnpulled(
  events: AsyncIterable<ProgressEvent>,
  failures: readonly string[] = [],
): AsyncGenerator<ProgressEvent> {
  for await (const event of events) {
    if (event.type !== 'outcome' || event.exit !== exits.converged || failures.length === 0) yield event
    else
      yield {
        type: 'outcome',
        exit: exits.failed,
        message: `${event.message ?? 'converged'}, but not all was pulled: ${[...new Set(failures)].join(', ')}`,
        remedy:
          'what runs is of the images that are there: see the warnings, and give the command again, with --pull or without it',
      }
  }
}
