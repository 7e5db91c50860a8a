import type { Key } from '../../store/objects/store.ts'
import type { Run } from '../../engine/run.ts'

/** The outcome of a run, in controller-runtime's words; `superseded`: aborted for a newer generation, which runs next. */
export type RunOutcome = 'success' | 'requeue_after' | 'error' | 'terminal_error' | 'superseded'

/** How a run ended, with the error it threw. */
export interface Came {
  readonly to: RunOutcome
  readonly error?: unknown
}

/** Observes the queue and the runs of one loop. It must be quick, and may not affect the loop. */
export interface LoopMeter {
  /** A key was queued. */
  added(key: Key): void
  /** A queued key needs no run of its own: the run under way covers it. */
  dropped(key: Key): void
  begun(key: Key, run: Run): void
  ended(key: Key, run: Run, came: Came): void
  /** A run failed and is retried after `afterMs`. */
  retries(afterMs: number): void
}

/** Makes the meters of loops. Absent where nobody looks, as in plan and in virtual time. */
export interface Meter {
  loop(name: string): LoopMeter
}

/** Combines two meters. */
export function bothMeters(one: Meter, other: Meter): Meter {
  return {
    loop(name) {
      const [first, second] = [one.loop(name), other.loop(name)]
      const both =
        <A extends unknown[]>(a: (...args: A) => void, b: (...args: A) => void) =>
        (...args: A) => {
          a(...args)
          b(...args)
        }
      return {
        added: both(first.added, second.added),
        dropped: both(first.dropped, second.dropped),
        begun: both(first.begun, second.begun),
        ended: both(first.ended, second.ended),
        retries: both(first.retries, second.retries),
      }
    },
  }
}

const ignore = () => {}

/** The meter of a loop that is not measured. */
export const unmetered: LoopMeter = {
  added: ignore,
  dropped: ignore,
  begun: ignore,
  ended: ignore,
  retries: ignore,
}
