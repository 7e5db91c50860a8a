/** Cancels a timer; harmless when it has fired or was cancelled before. */
export type Cancel = () => void

/**
 * What a timer stands for. `progress` timers carry work that is under way (a backoff, a health deadline);
 * `periodic` ones only look again (relist, heartbeat). A system with only periodic timers left is quiet.
 */
export type TimerKind = 'progress' | 'periodic'

/** Time as a port: everything that waits uses it. */
export interface Clock {
  /** Whole milliseconds since the epoch; never goes back. */
  now(): number
  /** Whole milliseconds since some moment of this process. Monotonic: it does not jump when the machine's time is set. */
  steady(): number
  /** Calls `run` after `ms` milliseconds, never synchronously; 0 means after everything that is ready now. Delays may be of any length. */
  after(ms: number, run: () => void, kind?: TimerKind): Cancel
}

/** A clock whose time moves only when told to. */
export interface VirtualClock extends Clock {
  /**
   * Fires timers one by one, letting promises settle after each, until no progress timer is left (`quiet`), `until` (ms since the epoch) is
   * reached, or `steps` timers fired.
   */
  runUntilQuiet(limit: { readonly until: number; readonly steps: number }): Promise<'quiet' | 'until' | 'steps'>
}
