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
  return new RunFor(run, reason)
}

/** The same run, ended by another signal: work that others wait for too does not end with who began it. */
export function endedBy({ object, reason }: Run, signal: AbortSignal): Run {
  return { object, reason, signal }
}

/** Reading a signal makes it, which is dear: it is passed on unread. */
class RunFor implements Run {
  readonly object: string
  readonly reason: string
  readonly #run: Run

  constructor(run: Run, reason: string) {
    this.object = run.object
    this.reason = reason
    this.#run = run
  }

  get signal(): AbortSignal {
    return this.#run.signal
  }
}
