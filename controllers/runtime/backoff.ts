import type { Random } from '../../clock/random.ts'

/** The retry delays of keys whose reconcile failed. */
export interface Backoff<K> {
  /** The wait after one more failure of `key`, in ms: min·2ⁿ up to max, with ±10 % jitter. */
  next(key: K): number
  /** Called after success, or for a new generation: the next failure waits `minMs` again. */
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
