import { setMaxListeners } from 'node:events'

/** A first-in, first-out semaphore. */
export interface Gate {
  /** Waits for a place and resolves with the function that frees it; rejects with the signal's reason when aborted while waiting. */
  enter(signal: AbortSignal): Promise<() => void>
}

/** Creates a gate with `width` places. */
export function makeGate(width: number): Gate {
  const waiting = new Set<() => void>()
  let inside = 0
  const leave = () => {
    const [next] = waiting
    if (next) next()
    else inside--
  }
  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (inside < width) {
          inside++
          return resolve(once(leave))
        }
        const go = () => {
          waiting.delete(go)
          signal.removeEventListener('abort', give)
          resolve(once(leave))
        }
        const give = () => {
          waiting.delete(go)
          reject(signal.reason)
        }
        waiting.add(go)
        setMaxListeners(0, signal)
        signal.addEventListener('abort', give, { once: true })
      }),
  }
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    run()
  }
}
