import { parseDuration } from './duration.ts'

/** `--wait` and `--no-wait`: for how long the lock is waited for, and whether the end is. */
export interface WaitOptions {
  readonly wait?: string | false
}

/** Two starters: the second waits this long for the lock, then names who has it. */
const LOCK_WAIT_MS = 30_000

/** How long `--wait` says to wait for another reconcile that has the state, ms. */
export function lockWait({ wait }: WaitOptions): number {
  return typeof wait === 'string' ? parseDuration(wait, '--wait') : LOCK_WAIT_MS
}
