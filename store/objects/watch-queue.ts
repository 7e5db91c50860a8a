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
  /** `bytes` are those that only this event holds. */
  push(event: WatchEvent<T>, bytes?: number): void
  close(): void
  /** How many events are not read yet, not counting those of `begin`. */
  waiting(): number
  /** Registers a callback for the end: closed by either side, or overflowed. */
  onEnd(run: () => void): void
  read(): AsyncIterator<WatchEvent<T>, undefined>
}

/** How much may wait for one consumer. */
export interface QueueBound {
  readonly events: number
  readonly bytes: number
}

/** Creates a bounded queue. On overflow all waiting events are dropped, and EXPIRED is all that is left to read. */
export function createWatchQueue<T>(bound: QueueBound): WatchQueue<T> {
  const queue: State<T> = { bound, first: undefined, waiting: [], bytes: 0, readers: [], closed: false, ends: [] }
  return {
    begin(events) {
      queue.first = events
    },
    push: (event, bytes = 0) => push(queue, { event, bytes }),
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

interface Waiting<T> {
  readonly event: WatchEvent<T>
  readonly bytes: number
}

interface State<T> {
  readonly bound: QueueBound
  first: Iterator<WatchEvent<T>> | undefined
  waiting: Waiting<T>[]
  bytes: number
  readers: ((result: IteratorResult<WatchEvent<T>, undefined>) => void)[]
  closed: boolean
  ends: (() => void)[]
}

function push<T>(queue: State<T>, entry: Waiting<T>): void {
  if (queue.closed) return
  const { event, bytes } = entry
  const reader = queue.readers.shift()
  if (reader !== undefined) return reader({ done: false, value: event })
  // A later bookmark replaces the one before it.
  if (event.type === 'BOOKMARK' && queue.waiting.at(-1)?.event.type === 'BOOKMARK') queue.waiting.pop()
  queue.waiting.push(entry)
  queue.bytes += bytes
  const { bound } = queue
  if (queue.waiting.length <= bound.events && queue.bytes <= bound.bytes) return
  const behind = queue.bytes > bound.bytes ? `${bound.bytes} bytes of changes` : `${bound.events} changes`
  queue.first = undefined
  queue.waiting = [
    { event: { type: 'EXPIRED', message: `the watcher is more than ${behind} behind; list again` }, bytes: 0 },
  ]
  end(queue)
}

function next<T>(queue: State<T>): Promise<IteratorResult<WatchEvent<T>, undefined>> {
  const early = queue.first?.next()
  if (early !== undefined && !early.done) return Promise.resolve({ done: false, value: early.value })
  queue.first = undefined
  const entry = queue.waiting.shift()
  if (entry !== undefined) {
    queue.bytes -= entry.bytes
    return Promise.resolve({ done: false, value: entry.event })
  }
  if (queue.closed) return Promise.resolve({ done: true, value: undefined })
  return new Promise((resolve) => queue.readers.push(resolve))
}

function end<T>(queue: State<T>): void {
  if (queue.closed) return
  queue.closed = true
  for (const reader of queue.readers.splice(0)) reader({ done: true, value: undefined })
  for (const run of queue.ends.splice(0)) run()
}
