import { setMaxListeners } from 'node:events'
import type { Clock } from '../../clock/clock.ts'

/** The end of one call: aborted by its time, by whoever asked for it, or by the closing of the engine. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Why it ended early; absent while it has not. */
  readonly outcome: 'timeout' | 'cancelled' | 'closed' | undefined
  /** Something moved: the time starts anew. */
  touch(): void
  /** No time limit any more: what follows may be silent for as long as it likes. */
  release(): void
  /** Takes the listeners and the timer away. */
  end(): void
}

/** Starts a deadline of `ms` after the last `touch`. */
export function startDeadline(
  clock: Clock,
  ms: number,
  signals: { readonly run: AbortSignal; readonly closed: AbortSignal },
): Deadline {
  const controller = new AbortController()
  let outcome: Deadline['outcome']
  let cancelTimer = () => {}
  let last = clock.now()
  const abort = (why: 'timeout' | 'cancelled' | 'closed') => () => {
    outcome ??= why
    controller.abort()
  }
  const onRun = abort('cancelled')
  const onClosed = abort('closed')
  const arm = (rest: number) => {
    cancelTimer = clock.after(rest, check, 'periodic')
  }
  const check = () => {
    const rest = last + ms - clock.now()
    if (rest > 0) arm(rest)
    else abort('timeout')()
  }
  arm(ms)
  // One run may make any number of calls at once: that is no leak.
  setMaxListeners(0, signals.run)
  signals.run.addEventListener('abort', onRun, { once: true })
  signals.closed.addEventListener('abort', onClosed, { once: true })
  if (signals.run.aborted) onRun()
  if (signals.closed.aborted) onClosed()
  return {
    signal: controller.signal,
    get outcome() {
      return outcome
    },
    touch() {
      last = clock.now()
    },
    release: () => cancelTimer(),
    end() {
      cancelTimer()
      signals.run.removeEventListener('abort', onRun)
      signals.closed.removeEventListener('abort', onClosed)
    },
  }
}
