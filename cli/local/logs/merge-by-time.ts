import type { Cancel, Clock } from '../../../clock/clock.ts'

/** What one source says, in its own order. */
export interface Lane<T> {
  /** Answers a promise while enough of it waits to be taken: no more is to come before that (S12). */
  push(value: T): void | Promise<void>
  /** It has begun: what it holds comes at once, and it is waited for only so long. */
  begin(): void
  end(): void
}

/** Several sources as one, ordered by time as far as they come in time; for one reader. */
export interface Merged<T> extends AsyncIterable<T> {
  open(): Lane<T>
  /** What was pushed is still taken. */
  end(): void
  fail(error: unknown): void
}

export interface Merging<T> {
  readonly clock: Clock
  readonly before: (a: T, b: T) => boolean
  /** A source from which nothing came for so long holds the others up no more; absent: until it ends. */
  readonly quietMs?: number
  /** How much a value holds, in what `most` counts. */
  readonly sizeOf: (value: T) => number
  /** So much of one source waits, one value at least, and hardly more. */
  readonly most: number
}

/** A source that does not even begin is waited for so long. */
const PATIENCE_MS = 2_000

/** Merges what is pushed: the earliest first, once every source has said something, is over or is quiet. */
export function mergeByTime<T>({ clock, before, quietMs, ...bound }: Merging<T>): Merged<T> {
  const lanes = new Set<Waiting<T>>()
  let over: { readonly error?: unknown } | undefined
  let wake = () => {}

  /** The source whose turn it is; none while one is waited for that may say something earlier. */
  function next(): Waiting<T> | undefined {
    let first: Waiting<T> | undefined
    for (const lane of lanes) {
      const head = lane.peek()
      if (head !== undefined) first = first && !before(head, first.peek() as T) ? first : lane
      else if (lane.ended) lanes.delete(lane)
      else if (!over && clock.now() < lane.quietAt) return undefined
    }
    return first
  }

  const woken = () =>
    new Promise<void>((resolve) => {
      const forget = atFirst([...lanes], { clock, run: resolve })
      wake = () => {
        forget()
        resolve()
      }
    })

  async function* read(): AsyncGenerator<T> {
    try {
      for (;;) {
        if (over && 'error' in over) throw over.error
        const lane = next()
        if (lane) yield lane.take()
        else if (over) return
        else await woken()
      }
    } finally {
      over ??= {}
      for (const lane of lanes) lane.letGo()
    }
  }

  const finish = (how: { readonly error?: unknown }) => {
    over ??= how
    wake()
  }
  return {
    open() {
      const lane = openLane<T>({ clock, quietMs, ...bound, isOver: () => over !== undefined, wake: () => wake() })
      lanes.add(lane)
      return lane
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
    [Symbol.asyncIterator]: read,
  }
}

/** Runs when the first of those that are waited for counts as quiet. */
function atFirst(
  lanes: readonly { readonly quietAt: number }[],
  { clock, run }: { readonly clock: Clock; readonly run: () => void },
): Cancel {
  const due = Math.min(...lanes.map(({ quietAt }) => quietAt).filter((at) => at > clock.now()))
  return Number.isFinite(due) ? clock.after(due - clock.now(), run, 'periodic') : () => {}
}

interface Waiting<T> extends Lane<T> {
  peek(): T | undefined
  take(): T
  letGo(): void
  readonly ended: boolean
  /** From when on it is not waited for; while something of it waits, or for good: never. */
  readonly quietAt: number
}

interface Holding<T> extends Pick<Merging<T>, 'clock' | 'sizeOf' | 'most'> {
  readonly quietMs: number | undefined
  readonly isOver: () => boolean
  readonly wake: () => void
}

function openLane<T>({ clock, sizeOf, most, quietMs, isOver, wake }: Holding<T>): Waiting<T> {
  const after = (ms: number) => (quietMs === undefined ? Infinity : clock.now() + ms)
  let values: T[] = []
  let head = 0
  let size = 0
  let ended = false
  let quietAt = after(PATIENCE_MS)
  let room: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined
  const letGo = () => {
    room?.resolve()
    room = undefined
  }
  return {
    push(value) {
      if (isOver()) return undefined
      values.push(value)
      size += sizeOf(value)
      if (values.length - head === 1) {
        quietAt = Infinity
        wake()
      }
      if (size < most) return undefined
      room ??= pending()
      return room.promise
    },
    begin() {
      if (values.length === head) quietAt = after(quietMs ?? 0)
      wake()
    },
    end() {
      ended = true
      wake()
    },
    peek: () => values[head],
    take() {
      const value = values[head++] as T
      size -= sizeOf(value)
      if (head > values.length / 2) {
        values = values.slice(head)
        head = 0
      }
      if (values.length === head) quietAt = after(quietMs ?? 0)
      if (size <= most / 2) letGo()
      return value
    },
    letGo,
    get ended() {
      return ended
    },
    get quietAt() {
      return quietAt
    },
  }
}

function pending(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
