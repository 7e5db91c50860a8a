import type { Cancel, Clock, TimerKind } from '../../clock/clock.ts'

/** Delayed wakes of keys (the queue's AddAfter): one timer per key, the earliest wins. */
export interface WakeUps<K> {
  /** Wakes `key` after `ms`, unless an earlier wake is pending. */
  in(ms: number, key: K, kind?: TimerKind): void
  has(key: K): boolean
  /** The keys that wake within `ms`. */
  soon(ms: number): Iterable<K>
  /** Forgets the wake of `key`. */
  forget(key: K): void
  close(): void
}

/** Creates wake-ups on `clock`; `wake` is called with each key when it is due. */
export function createWakeUps<K>(clock: Clock, wake: (key: K) => void): WakeUps<K> {
  const pending = new Map<K, { at: number; cancel: Cancel }>()

  function forget(key: K): void {
    pending.get(key)?.cancel()
    pending.delete(key)
  }

  return {
    in(ms, key, kind = 'progress') {
      const at = clock.now() + ms
      const current = pending.get(key)
      if (current && current.at <= at) return
      current?.cancel()
      const cancel = clock.after(
        ms,
        () => {
          pending.delete(key)
          wake(key)
        },
        kind,
      )
      pending.set(key, { at, cancel })
    },
    has: (key) => pending.has(key),
    *soon(ms) {
      const until = clock.now() + ms
      for (const [key, { at }] of pending) if (at <= until) yield key
    },
    forget,
    close() {
      for (const key of [...pending.keys()]) forget(key)
    },
  }
}
