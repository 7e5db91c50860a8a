/** The context of an engine call: who asks, why, and until when. */
export interface Run {
  /** Aborted when the work is no longer wanted. */
  readonly signal: AbortSignal
  /** Aborted only when nobody is left to make the calls; absent: as `signal`. */
  readonly lasting?: AbortSignal | undefined
  /** The object that the call is for, as `Kind/stack/name`. */
  readonly object: string
  /** Why the call is made, in the words that plan, describe and events print. */
  readonly reason: string
}

/** The same run with another reason. */
export function because(run: Run, reason: string): Run {
  return new RunFor(run, reason)
}

/** The same run with another signal, for work that others wait for too. */
export function endedBy({ object, reason }: Run, signal: AbortSignal): Run {
  return { object, reason, signal }
}

/** The same run for work that is carried to its end, though it may not be wanted any more by then. */
export function toItsEnd(run: Run): Run {
  return endedBy(run, run.lasting ?? run.signal)
}

/** Passes the signals on by getters: they are created on first use, which is expensive. */
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

  get lasting(): AbortSignal | undefined {
    return this.#run.lasting
  }
}
