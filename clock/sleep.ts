import type { Clock, TimerKind } from './clock.ts'

/** Resolves after `ms` of `clock`; rejects with the signal's reason when aborted. Leaves no listener and no timer behind. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal, kind?: TimerKind): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      cancel()
      reject(signal?.reason)
    }
    const cancel = clock.after(
      ms,
      () => {
        signal?.removeEventListener('abort', onAbort)
        resolve()
      },
      kind,
    )
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
