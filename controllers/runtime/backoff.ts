import type { Random } from '../../clock/random.ts'

/** Waits after failures, per key. */
export interface Backoff<K> {
  /** The wait after one more failure of `key`, in ms: min·2ⁿ up to max, with ±10 % jitter. */
  next(key: K): number
  /** Success, or a new generation: the next failure waits the shortest again. */
  reset(key: K): void
}

/** The exponential backoff of client-go's rate limiter, with jitter drawn from `random`. */
export function createBackoff<K>(options: {
  readonly minMs: number
  readonly maxMs: number
  readonly random: Random
}): Backoff<K> {
  const failures = new Map<K, number>()
  return {
    next(key) {
      const count = failures.get(key) ?? 0
      failures.set(key, count + 1)
      return backoffAfter(count, options) * (0.9 + 0.2 * options.random.next())
    },
    reset(key) {
      failures.delete(key)
    },
  }
}

/** The wait after `count` earlier failures in a row, without jitter, in ms. */
export function backoffAfter(count: number, limits: { readonly minMs: number; readonly maxMs: number }): number {
  return Math.min(limits.maxMs, limits.minMs * 2 ** Math.min(count, 40))
}
