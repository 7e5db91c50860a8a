import type { Cancel, Clock } from '../../../clock/clock.ts'

/** One source of a merge, in its own order. */
export interface Lane<T> {
  /** Returns a promise if the buffer is full; the source must wait for it (S12). */
  push(value: T): void | Promise<void>
  /** Marks the beginning of the stream; from then on the source is waited for only for the quiet time. */
  begin(): void
  end(): void
}

/** A merge of several sources, ordered by time as far as they arrive in time; for one reader. */
export interface Merged<T> extends AsyncIterable<T> {
  open(): Lane<T>
  /** Emits a value before all that waits, whatever its time. */
  say(value: T): void
  /** Ends after the values pushed so far. */
  end(): void
  fail(error: unknown): void
  /** For how long no source has said anything, ms: 0 while one waits for room, Infinity where none is open. */
  silentMs(): number
}

export interface Merging<T> {
  readonly clock: Clock
  readonly before: (a: T, b: T) => boolean
  /** A source silent for this long does not block the others, ms; absent: until it ends. */
  readonly quietMs?: number
  /** The size of a value, in the unit of `most`. */
  readonly sizeOf: (value: T) => number
  /** The buffer limit of a source; at least one value fits. */
  readonly most: number
}

/** How long to wait for a source to begin, ms. */
const PATIENCE_MS = 2_000

/** Merges pushed values: emits the earliest once every source has a value, has ended or is quiet. */
export function mergeByTime<T>({ clock, before, quietMs, ...bound }: Merging<T>): Merged<T> {
  const lanes = new Set<Waiting<T>>()
  const said: T[] = []
  let over: { readonly error?: unknown } | undefined
  let wake = () => {}

  /** The source with the earliest value; undefined while another source may still have an earlier one. */
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
        while (said.length > 0) yield said.shift() as T
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
    say(value) {
      if (over) return
      said.push(value)
      wake()
    },
    end: () => finish({}),
    fail: (error) => finish({ error }),
    silentMs: () => clock.now() - Math.max(...[...lanes].map((lane) => lane.saidAt())),
    [Symbol.asyncIterator]: read,
  }
}

/** Runs when the first of the awaited sources becomes quiet. */
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
  /** When the source stops being waited for; Infinity for never, or while it has values. */
  readonly quietAt: number
  /** When it began, said something or got room for more, whichever was last. */
  saidAt(): number
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
  let saidAt = -Infinity
  let room: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined
  const letGo = () => {
    if (room) saidAt = clock.now()
    room?.resolve()
    room = undefined
  }
  return {
    push(value) {
      if (isOver()) return undefined
      values.push(value)
      size += sizeOf(value)
      saidAt = clock.now()
      if (values.length - head === 1) {
        quietAt = Infinity
        wake()
      }
      if (size < most) return undefined
      room ??= pending()
      return room.promise
    },
    begin() {
      saidAt = clock.now()
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
    saidAt: () => (room ? clock.now() : saidAt),
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
