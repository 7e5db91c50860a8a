import type { Cancel, Clock } from '../../clock/clock.ts'

interface Patience {
  /** How long to wait in any case, ms. */
  readonly ms: number
  readonly clock: Clock
  /** What to wait for after that, if the work still goes on; absent: nothing. */
  readonly until?: () => Promise<void>
}

/** Waits for the work, but after a while no longer than `until`. The work goes on. Rejects as the work does meanwhile. */
export async function withPatience(work: Promise<unknown>, { ms, clock, until }: Patience): Promise<void> {
  let cancel: Cancel = () => {}
  const patience = new Promise<void>((resolve) => (cancel = clock.after(ms, resolve)))
  try {
    await Promise.race([work, until ? patience.then(until) : patience])
  } finally {
    cancel()
  }
}
