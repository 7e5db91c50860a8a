import type { ActRequest } from '../../api/v1/installation/requests.ts'
import { parseDuration } from './duration.ts'

/** `--wait` and `--no-wait`: for how long locks are waited for, and whether the end is. */
export interface WaitOptions {
  readonly wait?: string | false
}

/** What every verb that acts takes. */
export interface ActOptions extends WaitOptions {
  readonly timeout?: string
  /** Whether the locks of its stacks are taken away from other homes. */
  readonly steal?: boolean
}

/** Two starters: the second waits this long for the lock, then names who has it. */
const LOCK_WAIT_MS = 30_000

/** How long `--wait` says to wait for another reconcile that has the state, or the stack on its engine, ms. */
export function lockWait({ wait }: WaitOptions): number {
  return typeof wait === 'string' ? parseDuration(wait, '--wait') : LOCK_WAIT_MS
}

/** How the end is waited for, as a request says it. */
export function actingAs({ wait, timeout, steal }: ActOptions): Omit<ActRequest, 'signal'> {
  return {
    wait: wait !== false,
    ...(timeout === undefined ? {} : { timeoutMs: parseDuration(timeout, '--timeout') }),
    ...(steal ? { steal } : {}),
  }
}
