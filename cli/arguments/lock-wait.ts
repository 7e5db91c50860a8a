import type { ActRequest } from '../../api/v1/installation/requests.ts'
import { parseDuration } from './duration.ts'

/** `--wait` is how long to wait for locks; `--no-wait` (false) is not to wait for completion. */
export interface WaitOptions {
  readonly wait?: string | false
}

/** Options of every verb that acts. */
export interface ActOptions extends WaitOptions {
  readonly timeout?: string
  /** Whether to take over the locks of stacks that other homes hold. */
  readonly steal?: boolean
}

/** Default wait. Of two commands at once, the second waits this long, then fails naming the holder. */
const LOCK_WAIT_MS = 30_000

/** How long to wait for the locks of the state and of stacks, ms. */
export function lockWait({ wait }: WaitOptions): number {
  return typeof wait === 'string' ? parseDuration(wait, '--wait') : LOCK_WAIT_MS
}

/** The options as fields of a request. */
export function actingAs({ wait, timeout, steal }: ActOptions): Omit<ActRequest, 'signal'> {
  return {
    wait: wait !== false,
    ...(timeout === undefined ? {} : { timeoutMs: parseDuration(timeout, '--timeout') }),
    ...(steal ? { steal } : {}),
  }
}
