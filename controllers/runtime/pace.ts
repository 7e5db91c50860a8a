import type { Clock } from '../../clock/clock.ts'

/**
 * Items that the runs of one loop may examine per millisecond, all keys together. The second limit is per key, and applies up to `usualMs`.
 */
const LOOKS_PER_MS = 50
const SOON_LOOKS_PER_MS = 8

/** Spaces the runs of keys that own many objects, as each such run is expensive. */
export interface Pace<K> {
  /** Records that a run of `key` begins, which examines `looks` items. */
  begin(key: K, looks: number): void
  /** How long the next run of `key` has to wait, in ms; zero or less where it may begin now. */
  waitOf(key: K): number
  forget(key: K): void
}

/**
 * After a run a key waits in proportion to what the run examined, `usualMs` at most, so that a change is seen soon. On top of that all runs
 * of the loop share one budget, so that many owners of few objects cost no more than one owner of many.
 */
export function createPace<K>(clock: Clock, usualMs: number): Pace<K> {
  /** When a key may run again, ms since the epoch. */
  const nextRun = new Map<K, number>()
  /** The loop's budget is used up until this time, ms since the epoch. */
  let spentUntil = 0
  return {
    begin(key, looks) {
      const now = clock.now()
      spentUntil = Math.max(spentUntil, now) + looks / LOOKS_PER_MS
      nextRun.set(key, Math.max(now + Math.min(looks / SOON_LOOKS_PER_MS, usualMs), spentUntil))
    },
    waitOf: (key) => (nextRun.get(key) ?? 0) - clock.now(),
    forget: (key) => void nextRun.delete(key),
  }
}
