/** An event of a watch, in Kubernetes' words. EXPIRED is the last one: list again. */
export type WatchEvent<T> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** Nothing up to this version is missing; `initialEnd` after the objects that were there at the start. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string; readonly initialEnd?: true }
  | { readonly type: 'EXPIRED'; readonly message: string }

/** What waits for one slow consumer, bounded. */
export interface WatchQueue<T> {
  /** Events that come before all others, made as they are read. */
  begin(events: Iterator<WatchEvent<T>>): void
  push(event: WatchEvent<T>): void
  close(): void
  /** Events that are not read yet, but for the first ones. */
  waiting(): number
  /** Runs when it was closed, from either side, or overflowed. */
  onEnd(run: () => void): void
  read(): AsyncIterator<WatchEvent<T>, undefined>
}

/** Holds at most `bound` events; with one more, what waits is dropped and EXPIRED is all that is left to read. */
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
  // A bookmark behind a bookmark says all that the first one did.
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
