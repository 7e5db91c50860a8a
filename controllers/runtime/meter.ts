import type { Key } from '../../store/objects/store.ts'
import type { Run } from '../../engine/run.ts'

/** What a run came to, in controller-runtime's words; `superseded`: a newer generation ended it, and is worked next. */
export type RunOutcome = 'success' | 'requeue_after' | 'error' | 'terminal_error' | 'superseded'

/** How a run ended, with what it threw. */
export interface Came {
  readonly to: RunOutcome
  readonly error?: unknown
}

/** What is told of the queue and the runs of one loop. Nothing that it does may be seen by the loop, nor take long. */
export interface LoopMeter {
  /** A key came into the queue. */
  added(key: Key): void
  /** What a key was asked for is seen to by the run that goes on. */
  dropped(key: Key): void
  begun(key: Key, run: Run): void
  ended(key: Key, run: Run, came: Came): void
  /** A run failed, and the next one comes after so long. */
  retries(afterMs: number): void
}

/** Measures the loops: absent where nobody looks, as in plan and in virtual time. */
export interface Meter {
  loop(name: string): LoopMeter
}

/** Tells both. */
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

/** Of a loop that nobody measures. */
export const unmetered: LoopMeter = {
  added: ignore,
  dropped: ignore,
  begun: ignore,
  ended: ignore,
  retries: ignore,
}
