import type { Clock } from '../../clock/clock.ts'

/** Things that the runs of one loop may look through per millisecond, all together; those of one key, up to the usual distance. */
const LOOKS_PER_MS = 50
const SOON_LOOKS_PER_MS = 8

/** How often owners of many are looked at. */
export interface Pace<K> {
  /** Notes that a run begins, which looks through so many things. */
  begin(key: K, looks: number): void
  /** How long its next run is to wait, ms; not above 0 where it may begin. */
  waitOf(key: K): number
  forget(key: K): void
}

/**
 * A key that ran may run again soon, the fewer it owns the sooner, as a change waits for it: after `usualMs` at most. But all
 * runs of the loop together look through no more than their share, so that many owners of few cost no more than one of many.
 */
export function createPace<K>(clock: Clock, usualMs: number): Pace<K> {
  /** When a key may run again, ms since the epoch. */
  const nextRun = new Map<K, number>()
  /** Until then the share is spent. */
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
