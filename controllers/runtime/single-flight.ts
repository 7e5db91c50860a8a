import { setMaxListeners } from 'node:events'
import type { Progress } from '../../engine/types/progress.ts'

/**
 * Runs at most one piece of work per key at a time; callers that ask meanwhile share its answer. A caller that passes a signal stops
 * waiting when it is aborted, and is rejected with its reason. The work itself is aborted only when every caller has stopped waiting.
 */
export type SingleFlight = <T>(key: string, work: (flight: Flight) => Promise<T>, asker?: Asker) => Promise<T>

/** What the shared work gets to work with. */
export interface Flight {
  /** Aborted when no caller waits any more. */
  readonly signal: AbortSignal
  /** Reports progress to all callers that wait. */
  readonly onProgress: (progress: Progress) => void
}

/** A caller that may stop waiting. */
export interface Asker {
  readonly signal: AbortSignal
  /** Called with the progress and the number of callers that wait, so that many callers can report it less often each. */
  readonly onProgress?: (progress: Progress, waiting: number) => void
}

/** Creates the table of work under way: forty tasks that need one image make one pull. */
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

/** The answer, for a caller that may leave early. When the last caller leaves, the work is aborted, and the next caller starts it anew. */
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
    // One caller may wait for much at once; that is no leak.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', go, { once: true })
    const over = () => {
      signal.removeEventListener('abort', go)
      flight.askers.delete(asker)
    }
    answer.finally(over).then(resolve, reject)
  })
}

/** Work under way and its callers. The AbortController is created on first use. */
class SharedFlight implements Flight {
  readonly askers = new Set<Asker>()
  /** Whether a caller without a signal waits, so that the work must not be aborted. */
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
