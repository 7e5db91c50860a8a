import type { TimerKind, VirtualClock } from './clock.ts'
import { type Item, ItemHeap } from './item-heap.ts'
import { type Random, seededRandom } from './random.ts'

/** Turns per round of the event loop. */
const TURNS = 32

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

  /** Fires the next item; answers why there is none. */
  const fire = (until: number): 'quiet' | 'until' | undefined => {
    const item = next(until)
    if (item === 'until') now = Math.max(now, until)
    if (typeof item === 'string') return item
    now = Math.max(now, item.at)
    heap.take()()
    return undefined
  }

  const fireAll = (limit: { readonly until: number; readonly steps: number }) =>
    new Promise<'quiet' | 'until' | 'steps'>((resolve, reject) => {
      let steps = 0
      let ended = false
      const end = (settle: () => void) => {
        ended = true
        settle()
      }
      const turn = () => {
        if (ended) return
        try {
          const why = steps++ < limit.steps ? fire(limit.until) : endAt(limit)
          if (why !== undefined) end(() => resolve(why))
        } catch (error) {
          end(() => reject(error))
        }
        if (!ended && steps % TURNS === 0) queueTurns(turn)
      }
      queueTurns(turn)
    })

  /** Why the run ends where no step is left. */
  const endAt = ({ until }: { readonly until: number }) => {
    const item = next(until)
    if (item === 'until') now = Math.max(now, until)
    return typeof item === 'string' ? item : 'steps'
  }

  return {
    now: () => now,
    steady: () => now,
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

/**
 * Queues the next turns, each an immediate: all promise and nextTick chains have run when one fires. Many at once, as a round of
 * the event loop costs more than most turns. Real I/O is not seen: none may be awaited.
 */
function queueTurns(turn: () => void): void {
  for (let count = 0; count < TURNS; count++) setImmediate(turn)
}
