import type { Clock } from '../../../clock/clock.ts'
import { SshFailure } from './ssh-failure.ts'

/** For how long nothing is tried after a refused login, ms; twice as long each time. */
const [FIRST_MS, MOST_MS] = [60_000, 300_000]

/** Makes each call fail like the last one for a while if that was not let in: hosts lock out whoever is refused too often (fail2ban). */
export function restingAfter(clock: Clock, logIn: () => Promise<void>): () => Promise<void> {
  let last: SshFailure | undefined
  let [until, restMs] = [0, FIRST_MS]
  return async () => {
    if (last && clock.now() < until) throw last
    try {
      await logIn()
      ;[last, restMs] = [undefined, FIRST_MS]
    } catch (error) {
      if (error instanceof SshFailure && error.keepsOut) {
        ;[last, until, restMs] = [error, clock.now() + restMs, Math.min(MOST_MS, 2 * restMs)]
      }
      throw error
    }
  }
}
