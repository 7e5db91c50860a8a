import { setMaxListeners } from 'node:events'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { Failure } from './errors.ts'

/** The end of one call: aborted by its time, by whoever asked for it, or by the closing of the engine. */
export interface Deadline {
  readonly ms: number
  readonly signal: AbortSignal
  /** Why it ended early; absent while it has not. */
  readonly outcome: 'timeout' | 'cancelled' | 'closed' | undefined
  /** Something moved: the time starts anew. */
  touch(): void
  /** The time starts anew when this settles: until then it is not the engine that is silent, but we who don't listen. */
  pauseFor(busy: Promise<unknown>): void
  /** No time limit any more: what follows may be silent for as long as it likes. */
  release(): void
  /** Takes the listeners and the timer away. */
  end(): void
}

/** What a call that its deadline ended failed by; undefined while it has not. Named is what did not come in time. */
export function cutShort({ outcome, ms }: Deadline, missing = 'answer'): Failure | undefined {
  if (outcome === undefined) return undefined
  if (outcome === 'timeout') return { code: 'Timeout', detail: `no ${missing} within ${Math.round(ms / 1000)} s` }
  return { code: 'Cancelled', detail: outcome === 'closed' ? 'the connection was closed by us' : 'no longer wanted' }
}

export interface DeadlineSignals {
  readonly run: AbortSignal
  readonly closed: AbortSignal
  /** How long a call under way may still take when it is no longer wanted, ms. */
  readonly graceMs?: number
}

/** Starts a deadline of `ms` after the last `touch`. */
export function startDeadline(clock: Clock, ms: number, { run, closed, graceMs = 0 }: DeadlineSignals): Deadline {
  const controller = new AbortController()
  let outcome: Deadline['outcome']
  const abort = (why: 'timeout' | 'cancelled' | 'closed') => {
    outcome ??= why
    controller.abort()
  }
  const timer = startTimer(clock, ms, () => abort('timeout'))
  let endGrace: Cancel = () => {}
  const cancel = () => abort('cancelled')
  const cancelSoon = () => {
    endGrace = clock.after(graceMs, cancel, 'periodic')
  }
  const forget = [
    onAbort(run, graceMs === 0 || run.aborted ? cancel : cancelSoon),
    onAbort(closed, () => abort('closed')),
    () => endGrace(),
  ]
  let isOpen = false
  const release = () => {
    isOpen = true
    timer.stop()
  }
  const goOn = () => {
    if (!isOpen) timer.start()
  }
  return {
    ms,
    signal: controller.signal,
    get outcome() {
      return outcome
    },
    touch: timer.touch,
    pauseFor(busy) {
      timer.stop()
      busy.then(goOn, goOn)
    },
    release,
    end() {
      release()
      for (const one of forget) one()
    },
  }
}

/** Fires `ms` after the last touch; a touch costs no timer. */
function startTimer(clock: Clock, ms: number, fire: () => void) {
  let last = 0
  let stop: Cancel = () => {}
  const touch = () => {
    last = clock.now()
  }
  const check = () => {
    const rest = last + ms - clock.now()
    if (rest > 0) stop = clock.after(rest, check, 'periodic')
    else fire()
  }
  const start = () => {
    stop()
    touch()
    stop = clock.after(ms, check, 'periodic')
  }
  start()
  return { start, touch, stop: () => stop() }
}

/** Runs once when aborted, now if it is already; the result takes the listener away. */
function onAbort(signal: AbortSignal, run: () => void): Cancel {
  // One run may make any number of calls at once: that is no leak.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', run, { once: true })
  if (signal.aborted) run()
  return () => signal.removeEventListener('abort', run)
}
