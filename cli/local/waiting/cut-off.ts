import { exits } from '../../../api/v1/installation/installation-error.ts'
import type { Outcome, ProgressEvent } from '../../../api/v1/installation/progress.ts'
import type { Installation as Loops } from '../../../controllers/installation.ts'
import type { Concerns } from '../concerns.ts'

/** Work that goes on for longer than this after the outcome is known is reported, ms. */
const TELL_AFTER_MS = 2_000
/** How long such work is waited for, ms; the next command goes on with it. */
const PATIENCE_MS = 30_000
/** The same where something failed, ms: as long as a container may take to end and another to start. */
const FAILURE_PATIENCE_MS = 15_000
/** How many pieces of work are named. */
const MOST_NAMED = 3

/** Decides whether a wait may end: returns the outcome once it may, before that a warning or undefined. */
export type Ending = (outcome: Outcome, now: number) => ProgressEvent | undefined

interface EndingOptions {
  /** The keys whose work is waited for. */
  readonly concerns: Concerns
  /** Milliseconds since the epoch. */
  readonly deadline: number
}

/** Outcomes that end a wait at once: the deadline is over, or an engine is silent. */
const AT_ONCE: ReadonlySet<number> = new Set([exits.deadline, exits.unreachable])

/**
 * Delays the end of a command while its loops still work on its own stacks, as the loops end with the command. Work that is cut off would
 * be left half done: where one service failed, another may be between the end of its old container and the start of the new one. Such work
 * is named, and waited for until the deadline at most.
 */
export function createEnding({ running }: Loops, { concerns, deadline }: EndingOptions): Ending {
  let since: number | undefined
  let isTold = false
  return (outcome, now) => {
    const left = AT_ONCE.has(outcome.exit) ? [] : [...new Set(running.at(concerns))]
    if (left.length === 0) return outcome
    since ??= now
    const named = nameSome(left)
    const patience = outcome.exit === exits.converged ? PATIENCE_MS : FAILURE_PATIENCE_MS
    if (now >= Math.min(deadline, since + patience)) return unfinished(outcome, named)
    if (isTold || now < since + TELL_AFTER_MS) return undefined
    isTold = true
    return { type: 'warning', message: `${outcome.message}; still under way, and waited for: ${named}` }
  }
}

function unfinished(outcome: Outcome, named: string): Outcome {
  return {
    ...outcome,
    message: `${outcome.message}; not done yet: ${named}`,
    ...(outcome.exit === exits.converged
      ? { remedy: 'give the command again to go on with it, or run `reconcile serve`' }
      : {}),
  }
}

function nameSome(left: readonly string[]): string {
  const more = left.length > MOST_NAMED ? [`and ${left.length - MOST_NAMED} more`] : []
  return [...left.slice(0, MOST_NAMED), ...more].join(', ')
}
