/** An event of a watch, in Kubernetes' terms. EXPIRED is the last event: the client must list again. */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** All changes up to this version were sent; `initialEnd` marks the end of the initial objects. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEnd?: true }
  | { readonly type: 'EXPIRED'; readonly message: string }

/** A bounded queue of events for one consumer. */
export interface WatchQueue<T> {
  /** Sets the events that come before all others, generated as they are read. */
  begin(events: Iterator<WatchEvent<T>>): void
  push(event: WatchEvent<T>): void
  close(): void
  /** How many events are not read yet, not counting those of `begin`. */
  waiting(): number
  /** Registers a callback for the end: closed by either side, or overflowed. */
  onEnd(run: () => void): void
  read(): AsyncIterator<WatchEvent<T>, undefined>
}

/** Creates a queue of at most `bound` events. On overflow all waiting events are dropped, and EXPIRED is all that is left to read. */
export function createWatchQueue<T>(bound: number): WatchQueue<T> {
  const queue: State<T> = { bound, first: undefined, waiting: [], readers: [], closed: false, ends: [] }
  return {
    begin(events) {
      queue.first = events
    },
    push: (event) => push(queue, event),
    close: () => end(queue),
    waiting: () => queue.waiting.length,
    onEnd: (run) => void queue.ends.push(run),
    read: () => ({
      next: () => next(queue),
      async return() {
        end(queue)
        return { done: true, value: undefined }
      },
    }),
  }
}

interface State<T> {
  readonly bound: number
  first: Iterator<WatchEvent<T>> | undefined
  waiting: WatchEvent<T>[]
  readers: ((result: IteratorResult<WatchEvent<T>, undefined>) => void)[]
  closed: boolean
  ends: (() => void)[]
}

function push<T>(queue: State<T>, event: WatchEvent<T>): void {
  if (queue.closed) return
  const reader = queue.readers.shift()
  if (reader !== undefined) return reader({ done: false, value: event })
  // A later bookmark replaces the one before it.
  if (event.type === 'BOOKMARK' && queue.waiting.at(-1)?.type === 'BOOKMARK') queue.waiting.pop()
  queue.waiting.push(event)
  if (queue.waiting.length <= queue.bound) return
  const message = `the watcher is more than ${queue.bound} changes behind; list again`
  queue.first = undefined
  queue.waiting = [{ type: 'EXPIRED', message }]
  end(queue)
}

function next<T>(queue: State<T>): Promise<IteratorResult<WatchEvent<T>, undefined>> {
  const early = queue.first?.next()
  if (early !== undefined && !early.done) return Promise.resolve({ done: false, value: early.value })
  queue.first = undefined
  const event = queue.waiting.shift()
  if (event !== undefined) return Promise.resolve({ done: false, value: event })
  if (queue.closed) return Promise.resolve({ done: true, value: undefined })
  return new Promise((resolve) => queue.readers.push(resolve))
}

function end<T>(queue: State<T>): void {
  if (queue.closed) return
  queue.closed = true
  for (const reader of queue.readers.splice(0)) reader({ done: true, value: undefined })
  for (const run of queue.ends.splice(0)) run()
}
