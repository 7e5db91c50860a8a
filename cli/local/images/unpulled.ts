import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { ProgressEvent } from '../../../api/v1/installation/progress.ts'
import { withSuccess } from '../waiting/outcome.ts'

/** Passes a command's events on. If a pull failed, the outcome is a failure, as older images than requested may run. */
export function endingUnpulled(
  events: AsyncIterable<ProgressEvent>,
  failures: readonly string[] = [],
): AsyncGenerator<ProgressEvent> {
  return withSuccess(events, (outcome) => {
    if (failures.length === 0) return outcome
    return {
      type: 'outcome',
      exit: exits.failed,
      message: `${outcome.message}, but not all was pulled: ${[...new Set(failures)].join(', ')}`,
      remedy:
        'what runs is of the images that are there: see the warnings, and give the command again, with --pull or without it',
    }
  })
}
