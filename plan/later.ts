import type { VirtualClock } from '../clock/clock.ts'
import type { Store } from '../store/objects/store.ts'
import { objectOf } from '../store/source/acceptance/origins.ts'
import type { ResourceId } from '../store/source/reading/reading.ts'

/** Objects that are declared only once objects of the same names, which are being deleted, are gone. */
export interface Later {
  /** The objects that must be gone first. */
  readonly ids: readonly ResourceId[]
  /** Declares the next objects in a store from which `ids` are gone; returns what must be gone before the remaining ones. */
  readonly declare: (store: Store) => readonly ResourceId[]
}

type Limit = Parameters<VirtualClock['runUntilQuiet']>[0]

interface Loops {
  readonly clock: VirtualClock
  readonly store: Store
  /** Called when they are quiet. Lets happen what they wait for, and returns whether there was any. */
  readonly proceed: () => boolean
}

/** Runs the loops until they are quiet, declares what waited for deletions, and repeats, as an apply would. */
export async function runInRounds(
  { clock, store, proceed }: Loops,
  limit: Limit,
  later: Later | undefined,
): ReturnType<VirtualClock['runUntilQuiet']> {
  let waiting = later?.ids ?? []
  for (;;) {
    const end = await clock.runUntilQuiet(limit)
    if (end === 'quiet' && proceed()) continue
    const isOver = waiting.length === 0 || waiting.some((id) => objectOf(store, id) !== undefined)
    if (!later || end !== 'quiet' || isOver) return end
    waiting = later.declare(store)
  }
}
