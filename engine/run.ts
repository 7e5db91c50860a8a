/** The circumstances of a call: who asks, why, and until when. Every engine call takes one. */
export interface Run {
  /** Aborted when the work is no longer wanted. */
  readonly signal: AbortSignal
  /** The object that the call is for, as `Kind/stack/name`. */
  readonly object: string
  /** Why the call is made, in the words that plan, describe and events print. */
  readonly reason: string
}

/** The same run with the reason of one call. */
export function because(run: Run, reason: string): Run {
  return {
    get signal() {
      return run.signal
    },
    object: run.object,
    reason,
  }
}
