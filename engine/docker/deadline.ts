import { setMaxListeners } from 'node:events'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { Failure } from './errors.ts'

/** The deadline of one call: its signal is aborted by time, by the caller, or by closing the engine. */
export interface Deadline {
  readonly ms: number
  readonly signal: AbortSignal
  /** Why it was aborted; undefined while it was not. */
  readonly outcome: 'timeout' | 'cancelled' | 'closed' | undefined
  /** Restarts the time, on progress. */
  touch(): void
  /** Stops the time until `busy` settles: meanwhile our reader is slow, not the engine. */
  pauseFor(busy: Promise<unknown>): void
  /** Removes the time limit, for streams that may be silent for any time. */
  release(): void
  /** Removes listeners and timer. */
  end(): void
}

/** The failure of a call that its deadline aborted; undefined if it was not aborted. `missing` names what did not come in time. */
export function cutShort({ outcome, ms }: Deadline, missing = 'answer'): Failure | undefined {
  if (outcome === undefined) return undefined
  if (outcome === 'timeout')
    return {
      ...{ code: 'Timeout', detail: `no ${missing} within ${Math.round(ms / 1000)} s` },
      ...{ obstacle: 'NoAnswer', waitedMs: ms },
    }
  return { code: 'Cancelled', detail: outcome === 'closed' ? 'the connection was closed by us' : 'no longer wanted' }
}

export interface DeadlineSignals {
  readonly run: AbortSignal
  readonly closed: AbortSignal
  /** How long a call under way may continue after it is cancelled, ms. */
  readonly graceMs?: number
}

/** Starts a deadline `ms` after the last `touch`. */
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

/** A timer that fires `ms` after the last touch; a touch is cheap, as it sets no timer. */
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

/** Calls `run` once on abort, or now if already aborted; returns how to remove the listener. */
function onAbort(signal: AbortSignal, run: () => void): Cancel {
  // One run may make many calls at once; that is no leak.
  setMaxListeners(0, signal)
  signal.addEventListener('abort', run, { once: true })
  if (signal.aborted) run()
  return () => signal.removeEventListener('abort', run)
}
