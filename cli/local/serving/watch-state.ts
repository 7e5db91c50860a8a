import { errorText } from '../../../api/v1/language/caught-error.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import { pause } from '../../../clock/sleep.ts'
import { StorageError } from '../../../store/storage/storage.ts'
import type { Core } from '../open/core.ts'

/** How often serve looks whether the state is still its own, ms. */
const LOOK_MS = 5_000

/**
 * Looks periodically whether another reconcile took the state over, as after somebody removed it with its lock. The signal aborts then: a
 * serve that can store nothing looks after nothing, and must end so that whoever watches over it starts it again. A state that was only
 * removed is written anew, with its lock.
 */
export function watchState(
  { clock, closing, checkState }: Pick<Core, 'clock' | 'closing' | 'checkState'>,
  log: Log,
): AbortSignal {
  const lost = new AbortController()
  const look = async (): Promise<void> => {
    while (!lost.signal.aborted) {
      await pause(clock, LOOK_MS, closing)
      await checkState().catch((error: unknown) => {
        if (!(error instanceof StorageError) || error.code !== 'Fenced') return // told by whoever has something to store
        log(`error: ${errorText(error)}`)
        lost.abort(error)
      })
    }
  }
  void look().catch(() => undefined)
  return lost.signal
}
