import type { ObjectEvent } from '../../../api/v1/installation/answers.ts'
import type { Log, LogAbout } from '../../../api/v1/installation/log.ts'
import { splitId } from '../../../api/v1/names.ts'
import type { Store } from '../../../store/objects/store.ts'

/** Returns a handler that writes an object's events to a log. */
export function logEvent(store: Store, log: Log): (event: ObjectEvent) => void {
  return (event) => log(`${event.object} ${event.reason}: ${event.message}`, aboutEvent(store, event))
}

function aboutEvent(store: Store, { object, type, reason, message }: ObjectEvent): LogAbout {
  const { kind, key } = splitId(object)
  const node = kind === 'Node' ? key : kind === 'Task' ? store.get('Task', key)?.spec.node : undefined
  return {
    level: type === 'Warning' ? 'warning' : 'info',
    loop: kind.toLowerCase(),
    object,
    ...(node === undefined ? {} : { node }),
    reason,
    message,
  }
}
