import type { VirtualClock } from '../clock/clock.ts'
import type { Store } from '../store/objects/store.ts'
import { objectOf } from '../store/source/acceptance/origins.ts'
import type { ResourceId } from '../store/source/reading/reading.ts'

/** What is declared as soon as others of its names, which are being deleted, are gone. */
export interface Later {
  /** What is to be gone first. */
  readonly ids: readonly ResourceId[]
  /** Declares it in a store without these; answers what is to be gone before the rest. */
  readonly declare: (store: Store) => readonly ResourceId[]
}

type Limit = Parameters<VirtualClock['runUntilQuiet']>[0]

/** Runs loops until they are quiet, and goes on with what is declared then, as an apply does that waits for what goes first. */
export async function runInRounds(
  { clock, store }: { readonly clock: VirtualClock; readonly store: Store },
  limit: Limit,
  later: Later | undefined,
): ReturnType<VirtualClock['runUntilQuiet']> {
  let waiting = later?.ids ?? []
  for (;;) {
    const end = await clock.runUntilQuiet(limit)
    const isOver = waiting.length === 0 || waiting.some((id) => objectOf(store, id) !== undefined)
    if (!later || end !== 'quiet' || isOver) return end
    waiting = later.declare(store)
  }
}
