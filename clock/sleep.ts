import type { Clock, TimerKind } from './clock.ts'

/** Resolves after `ms` of `clock`; rejects with the signal's reason when aborted. Leaves no listener and no timer behind. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return wait(clock, ms, { signal, kind: 'progress' })
}

/** As `sleep`, but before a periodic look: a system that only waits in pauses counts as quiet. */
export function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return wait(clock, ms, { signal, kind: 'periodic' })
}

function wait(clock: Clock, ms: number, how: { signal: AbortSignal | undefined; kind: TimerKind }): Promise<void> {
  const { signal, kind } = how
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
