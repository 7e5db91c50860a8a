/** Ends a timer; harmless when it has fired or was ended before. */
export type Cancel = () => void

/**
 * What a timer stands for. `progress` timers carry work that is under way (a backoff, a health deadline);
 * `periodic` ones only look again (relist, heartbeat). A system with only periodic timers left is quiet.
 */
export type TimerKind = 'progress' | 'periodic'

/** Time as a port: everything that waits, waits through this. */
export interface Clock {
  /** Whole milliseconds since the epoch; never goes back. */
  now(): number
  /** Whole milliseconds since some moment of this process: goes on evenly where `now` jumps, as the machine's time was set. */
  steady(): number
  /** Runs `run` after `ms` milliseconds; 0 means after what is ready now, never synchronously. However long, a delay is kept. */
  after(ms: number, run: () => void, kind?: TimerKind): Cancel
}

/** A clock whose time moves only when told to. */
export interface VirtualClock extends Clock {
  /** Fires items one by one, letting promises settle after each, until no progress item is left, `until` (ms) is reached, or `steps` items fired. */
  runUntilQuiet(limit: { readonly until: number; readonly steps: number }): Promise<'quiet' | 'until' | 'steps'>
}
