import type { Progress } from '../../engine/types/progress.ts'

/**
 * Runs one piece of work per key at a time: who asks during it gets the same answer. Who says until when it waits goes with its
 * signal's reason, and the work is aborted when the last of them has gone: nobody ends what others wait for.
 */
export type SingleFlight = <T>(key: string, work: (flight: Flight) => Promise<T>, asker?: Asker) => Promise<T>

/** What shared work is given. */
export interface Flight {
  /** Aborted when nobody waits for it any more. */
  readonly signal: AbortSignal
  /** Tells all who wait how far it is. */
  readonly onProgress: (progress: Progress) => void
}

/** One who may stop waiting. */
export interface Asker {
  readonly signal: AbortSignal
  /** Told with how many wait, the more of whom there are, the less each has to say of it. */
  readonly onProgress?: (progress: Progress, waiting: number) => void
}

/** A table of work under way; forty tasks of one image make one pull. */
export function createSingleFlight(): SingleFlight {
  const flights = new Map<string, SharedFlight>()
  return <T>(key: string, work: (flight: Flight) => Promise<T>, asker?: Asker): Promise<T> => {
    if (asker?.signal.aborted) return Promise.reject(asker.signal.reason)
    const known = flights.get(key)
    const flight = known ?? new SharedFlight()
    const end = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    if (asker) flight.askers.add(asker)
    else flight.isForGood = true
    if (!known) {
      flights.set(key, flight)
      flight.answer = work(flight).finally(end)
    }
    const answer = flight.answer as Promise<T>
    return asker ? waiting(answer, asker, { flight, end }) : answer
  }
}

/** The answer, for one who may go before it comes. The last to go sees the work end, and who comes then begins it anew. */
function waiting<T>(
  answer: Promise<T>,
  asker: Asker,
  { flight, end }: { readonly flight: SharedFlight; readonly end: () => void },
): Promise<T> {
  const { signal } = asker
  return new Promise((resolve, reject) => {
    const go = () => {
      flight.askers.delete(asker)
      if (flight.askers.size > 0 || flight.isForGood) return reject(signal.reason)
      end()
      flight.abort(signal.reason)
    }
    signal.addEventListener('abort', go, { once: true })
    const over = () => {
      signal.removeEventListener('abort', go)
      flight.askers.delete(asker)
    }
    answer.finally(over).then(resolve, reject)
  })
}

/** Work under way, and who waits for it; its AbortController is made on first use. */
class SharedFlight implements Flight {
  readonly askers = new Set<Asker>()
  /** Somebody waits for it who does not go. */
  isForGood = false
  answer: Promise<unknown> | undefined
  #controller: AbortController | undefined

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    return this.#controller.signal
  }

  readonly onProgress = (progress: Progress): void => {
    for (const asker of this.askers) asker.onProgress?.(progress, this.askers.size)
  }

  abort(reason: unknown): void {
    this.#controller ??= new AbortController()
    this.#controller.abort(reason)
  }
}
