import type { TimerKind, VirtualClock } from './clock.ts'
import { type Item, ItemHeap } from './item-heap.ts'
import { type Random, seededRandom } from './random.ts'

/** Where virtual time begins and what breaks its ties: items of one instant fire in an order that `random` draws. */
export interface VirtualClockOptions {
  readonly seed?: number
  /** Instead of `seed`: a source shared with the rest of the simulation. */
  readonly random?: Random
  /** Milliseconds since the epoch. */
  readonly start?: number
}

/** A clock that moves only in `runUntilQuiet`. One seed gives one order of all items. */
export function virtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const random = options.random ?? seededRandom(options.seed ?? 1)
  const heap = new ItemHeap()
  let now = options.start ?? 0
  let sequence = 0
  let running = false

  const next = (until: number): Item | 'quiet' | 'until' => {
    if (heap.progress === 0) return 'quiet'
    const item = heap.first()
    return item === undefined || item.at > until ? 'until' : item
  }

  const fireAll = async (limit: { readonly until: number; readonly steps: number }) => {
    await settle()
    for (let step = 0; ; step++) {
      const item = next(limit.until)
      if (item === 'until') now = Math.max(now, limit.until)
      if (typeof item === 'string') return item
      if (step >= limit.steps) return 'steps'
      now = Math.max(now, item.at)
      heap.take().run()
      await settle()
    }
  }

  return {
    now: () => now,
    after(ms, run, kind: TimerKind = 'progress') {
      const item: Item = { at: now + Math.max(0, Math.ceil(ms)), tie: random.next(), sequence: sequence++, run, kind }
      heap.add(item)
      return () => heap.cancel(item)
    },
    async runUntilQuiet(limit) {
      if (running) throw new Error('run virtual time: it is running already; one driver at a time can move it')
      running = true
      try {
        return await fireAll(limit)
      } finally {
        running = false
      }
    },
  }
}

/** All promise and nextTick chains have run when an immediate fires. Real I/O is not seen: none may be awaited. */
function settle(): Promise<void> {
  return new Promise(onImmediate)
}

function onImmediate(resolve: () => void): void {
  setImmediate(resolve)
}
