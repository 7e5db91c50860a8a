import type { ObjectEvent } from '../../../api/v1/installation/answers.ts'
import type { Log } from '../../../api/v1/installation/log.ts'
import type { Cancel, Clock } from '../../../clock/clock.ts'
import type { Store } from '../../../store/objects/store.ts'

/** How often to check whether the state can be written again, ms; there is no event for it. */
const LOOK_MS = 500

export interface UnkeptStateLog {
  /** Whether an event only repeats for one object that the state can't be written. */
  takes(event: Pick<ObjectEvent, 'reason'>): boolean
  close(): void
}

/** Logs once that the state can't be written, instead of once per object, and once that it can be again. */
export function unkeptStateLog(store: Pick<Store, 'refusal'>, clock: Clock, log: Log): UnkeptStateLog {
  let looking: Cancel | undefined
  const look = () => {
    looking = store.refusal ? clock.after(LOOK_MS, look, 'periodic') : undefined
    if (!looking) log('the state can be written again: what waited for that goes on', { loop: 'state' })
  }
  return {
    takes({ reason }) {
      const { refusal } = store
      if (!refusal || reason !== `Storage${refusal.code}`) return false
      if (!looking) log(refusal.message, { level: 'error', loop: 'state', reason })
      looking ??= clock.after(LOOK_MS, look, 'periodic')
      return true
    },
    close: () => looking?.(),
  }
}
