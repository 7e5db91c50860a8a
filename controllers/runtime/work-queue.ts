import type { Clock } from '../../clock/clock.ts'

/** Runs are begun for so long at a stretch, ms: then requests, timers and answers of engines have their turn. */
const SLICE_MS = 10

export interface WorkQueueOptions<K> {
  readonly clock: Clock
  /** Reconciles one key. Must not throw: it handles its own failures. */
  readonly work: (key: K) => Promise<void>
  /** The lane of a key. Lanes have their own workers, so that a slow host does not block the others. */
  readonly lane: (key: K) => string
  /** Workers per lane. */
  readonly concurrency: number
  /** Whether runs wait for `open`; absent: they start at once. */
  readonly isShut?: boolean
  /** Told of each key that is added, and of each added key that turned out to need no run (`seen`). */
  readonly meter?: { added(key: K): void; dropped(key: K): void }
}

/** A keyed, level-triggered queue. */
export interface WorkQueue<K> {
  /** Requests a run of `key`. Requests before the run starts are merged into it; requests during it cause one more run. */
  add(key: K): void
  /** Tells that the current run of `key` reads all its input again, so that requests made so far need no further run. */
  seen(key: K): void
  /** Starts the runs that wait because the queue is shut, and all later ones. */
  open(): void
  /** The keys that wait or are being worked. */
  keys(): Iterable<K>
  /** Starts no more runs; resolves when those under way have ended. */
  close(): Promise<void>
}

interface Lane<K> {
  readonly name: string
  keys: K[]
  head: number
  running: number
}

/**
 * Creates a queue with the semantics of client-go's workqueue: a key is queued at most once, is worked by at most one worker, and runs
 * again if it was added during its run. Runs start through the clock, never inside `add`, so that a burst of wakes is one run.
 */
export function createWorkQueue<K>(options: WorkQueueOptions<K>): WorkQueue<K> {
  const dirty = new Set<K>()
  const processing = new Set<K>()
  const lanes = new Map<string, Lane<K>>()
  /** Lanes with both a waiting key and a free worker. Kept apart, as they are few among thousands of lanes. */
  const ready = new Set<Lane<K>>()
  let isShut = options.isShut ?? false
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
    if (!mayStart(lane) || isShut || closed) return
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
    const end = options.clock.steady() + SLICE_MS
    const isOver = () => options.clock.steady() >= end
    for (const lane of now) while (mayStart(lane) && !isOver()) begin(take(lane), lane)
    if (isOver()) putBack(now.filter(mayStart))
  }

  /** Starts these in the next turn, before those that came meanwhile. */
  function putBack(lanes: readonly Lane<K>[]): void {
    if (lanes.length === 0) return
    if (ready.size === 0) options.clock.after(0, pump)
    const came = [...ready]
    ready.clear()
    for (const lane of [...lanes, ...came]) ready.add(lane)
  }

  /** A key's lane may have changed while it waited, as when a task was bound to a node: then it is moved to its new lane. */
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
    open() {
      isShut = false
      for (const lane of lanes.values()) offer(lane)
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

/** Takes the first key by advancing an index: `shift` on a long array costs its length. */
function take<K>(lane: Lane<K>): K {
  const key = lane.keys[lane.head++] as K
  if (lane.head > 1024 && lane.head * 2 > lane.keys.length) {
    lane.keys = lane.keys.slice(lane.head)
    lane.head = 0
  }
  return key
}
