import { setMaxListeners } from 'node:events'

/** At most so many at once, in the order they came. */
export interface Gate {
  /** Resolves with what lets the next one in; rejects with the signal's reason when aborted while waiting. */
  enter(signal: AbortSignal): Promise<() => void>
}

/** A gate that lets `width` in at a time. */
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
