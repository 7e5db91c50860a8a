import type { TimerKind, VirtualClock } from './clock.ts'
import { type Item, ItemHeap } from './item-heap.ts'
import { type Random, seededRandom } from './random.ts'

/** Immediates queued per round of the event loop. */
const TURNS = 32

/** Where virtual time begins and how ties are broken: timers of one instant fire in an order drawn from `random`. */
export interface VirtualClockOptions {
  readonly seed?: number
  /** Used instead of `seed`: a source shared with the rest of the simulation. */
  readonly random?: Random
  /** Milliseconds since the epoch. */
  readonly start?: number
}

/** Creates a clock that moves only in `runUntilQuiet`. One seed gives one order of all timers. */
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

  /** Fires the next timer; returns why there is none to fire, else undefined. */
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

  /** The reason for the end of the run when no step is left. */
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
 * Queues the next turns, each as an immediate, so that all promise and nextTick chains have settled before each. Many are queued at once,
 * as a round of the event loop costs more than most turns. Nothing may await real I/O, which this does not see.
 */
function queueTurns(turn: () => void): void {
  for (let count = 0; count < TURNS; count++) setImmediate(turn)
}
