/** A queue of pushed values with one reader. */
export interface EventQueue<T> extends AsyncIterable<T> {
  push(value: T): void
  /** Ends the queue after the pushed values. */
  end(): void
  fail(error: unknown): void
}

/** A reader this many values behind gets an error, to bound memory. */
const MOST_WAITING = 100_000

/** An empty queue. */
export function eventQueue<T>(): EventQueue<T> {
  const waiting: T[] = []
  let head = 0
  let over: { readonly error?: unknown } | undefined
  let wake: (() => void) | undefined

  function finish(how: { readonly error?: unknown }): void {
    over ??= how
    wake?.()
  }

  async function* read(): AsyncGenerator<T> {
    for (;;) {
      while (head < waiting.length) yield waiting[head++] as T
      waiting.length = 0
      head = 0
      if (over && 'error' in over) throw over.error
      if (over) return
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  return {
    push(value) {
      if (over) return
      if (waiting.length - head >= MOST_WAITING)
        return finish({ error: new Error('the reader is too slow: it is too many events behind') })
      waiting.push(value)
      wake?.()
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
    [Symbol.asyncIterator]: read,
  }
}
