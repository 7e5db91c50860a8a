import type { ObjectEvent } from '../../api/v1/installation/answers.ts'
import type { Log } from '../../api/v1/installation/log.ts'
import type { Cancel, Clock } from '../../clock/clock.ts'
import type { Store } from '../../store/objects/store.ts'

/** Whether the state can be written again is looked at so often, ms: nothing tells. */
const LOOK_MS = 500

export interface UnkeptStateLog {
  /** Whether an event says of one object what is said once for all of them. */
  takes(event: Pick<ObjectEvent, 'reason'>): boolean
  close(): void
}

/** Says in a log that the state can't be written, once for all objects that fail for it, and that it can be again. */
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
