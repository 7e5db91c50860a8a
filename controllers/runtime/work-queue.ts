import type { Clock } from '../../clock/clock.ts'

/** How keys are worked. */
export interface WorkQueueOptions<K> {
  readonly clock: Clock
  /** Works one key. Must not throw: its outcome is its own affair. */
  readonly work: (key: K) => Promise<void>
  /** Keys of one lane share its workers, so that a slow host blocks nobody. */
  readonly lane: (key: K) => string
  /** Workers per lane. */
  readonly concurrency: number
  /** Told of each key that is asked for, and of each that needs no run of its own any more. */
  readonly meter?: { added(key: K): void; dropped(key: K): void }
}

/** A keyed, level-triggered queue. */
export interface WorkQueue<K> {
  /** Asks for a run of `key`; asked again before the run starts it is one run, during the run it is one more after it. */
  add(key: K): void
  /** Says that the run of `key` reads anew all that it has read: what it was asked for until now needs no run of its own. */
  seen(key: K): void
  /** The keys that wait or are being worked. */
  keys(): Iterable<K>
  /** Starts nothing more; resolves when what runs has ended. */
  close(): Promise<void>
}

interface Lane<K> {
  readonly name: string
  keys: K[]
  head: number
  running: number
}

/**
 * A queue as client-go's: a key stands in it at most once, is worked by at most one worker, and a change during its run
 * runs it again. Runs start through the clock, never inside `add`, so that a burst of wakes is one run.
 */
export function createWorkQueue<K>(options: WorkQueueOptions<K>): WorkQueue<K> {
  const dirty = new Set<K>()
  const processing = new Set<K>()
  const lanes = new Map<string, Lane<K>>()
  /** Lanes with a key that waits and a worker for it, of which there are few among thousands at work. */
  const ready = new Set<Lane<K>>()
  let closed = false
  let onIdle: (() => void) | undefined

  function enqueue(key: K): void {
    const name = options.lane(key)
    const lane = lanes.get(name) ?? { name, keys: [], head: 0, running: 0 }
    lanes.set(name, lane)
    lane.keys.push(key)
    offer(lane)
  }

  function offer(lane: Lane<K>): void {
    if (!mayStart(lane) || closed) return
    if (ready.size === 0) options.clock.after(0, pump)
    ready.add(lane)
  }

  function mayStart({ keys, head, running }: Lane<K>): boolean {
    return head < keys.length && running < options.concurrency
  }

  function pump(): void {
    const now = [...ready]
    ready.clear()
    if (closed) return
    for (const lane of now) while (mayStart(lane)) begin(take(lane), lane)
  }

  /** A key that came to another lane while it waited, as a task that was bound, is worked there. */
  function begin(key: K, lane: Lane<K>): void {
    if (options.lane(key) === lane.name) return void start(key, lane)
    enqueue(key)
    forgetEmpty(lane)
  }

  async function start(key: K, lane: Lane<K>): Promise<void> {
    dirty.delete(key)
    processing.add(key)
    lane.running++
    await options.work(key)
    lane.running--
    processing.delete(key)
    if (dirty.has(key)) enqueue(key)
    offer(lane)
    forgetEmpty(lane)
    if (processing.size === 0) onIdle?.()
  }

  function forgetEmpty({ name, keys, head, running }: Lane<K>): void {
    if (running === 0 && head >= keys.length) lanes.delete(name)
  }

  return {
    add(key) {
      if (closed || dirty.has(key)) return
      dirty.add(key)
      options.meter?.added(key)
      if (!processing.has(key)) enqueue(key)
    },
    seen(key) {
      if (processing.has(key) && dirty.delete(key)) options.meter?.dropped(key)
    },
    *keys() {
      yield* processing
      for (const key of dirty) if (!processing.has(key)) yield key
    },
    close() {
      closed = true
      return processing.size === 0 ? Promise.resolve() : new Promise((resolve) => (onIdle = resolve))
    },
  }
}

/** Takes the first key by a moving head: `shift` on a long array costs its length. */
function take<K>(lane: Lane<K>): K {
  const key = lane.keys[lane.head++] as K
  if (lane.head > 1024 && lane.head * 2 > lane.keys.length) {
    lane.keys = lane.keys.slice(lane.head)
    lane.head = 0
  }
  return key
}
