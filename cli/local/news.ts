import { getCondition } from '../../api/v1/conditions.ts'
import { Subscription } from 'rxjs'
import type { V1Condition } from '../../api/v1/generated/types.ts'
import type { ObjectEvent } from '../../api/v1/installation.ts'
import type { Kind, ObjectOf } from '../../api/v1/kinds.ts'
import { conditionTypes, holdReasons } from '../../api/v1/reasons.ts'
import type { Change, Store } from '../../store/objects/store.ts'

/** What was not said for so long is news again: the longest wait between two attempts is a minute. */
const FORGOTTEN_AFTER_MS = 600_000
/** Objects and reasons that are remembered; older ones are news again. */
const MOST_REMEMBERED = 4_096

/**
 * Tells whether an event says something that was not said of its object before: what is tried again and again fails with the
 * same words again and again.
 */
export function newsOnly(): (event: ObjectEvent) => boolean {
  const said = new Map<string, Pick<ObjectEvent, 'message' | 'lastAt'>>()
  return ({ object, reason, message, lastAt }) => {
    const key = `${object}\n${reason}`
    const before = said.get(key)
    said.delete(key)
    said.set(key, { message, lastAt })
    if (said.size > MOST_REMEMBERED) said.delete(said.keys().next().value as string)
    return before?.message !== message || lastAt - before.lastAt >= FORGOTTEN_AFTER_MS
  }
}

const TOLD: readonly Kind[] = ['Node', 'Network', 'Volume', 'Secret', 'Config']

/**
 * Tells when something that services stand on is not as it should be, and when it is again: an engine that does not answer, a
 * volume that is lost. Answers how to end that.
 */
export function tellReadiness(store: Store, log: (line: string) => void): () => void {
  const all = new Subscription()
  for (const kind of TOLD) all.add(store.watch(kind).subscribe((change) => tell(kind, change)))
  return () => all.unsubscribe()

  function tell(kind: Kind, { key, before, after }: Change<ObjectOf>): void {
    const [old, now] = [readyOf(before), readyOf(after)]
    if (!now || (isWell(old) && isWell(now)) || (now.reason === old?.reason && now.status === old?.status)) return
    log(`${kind}/${key} ${now.reason ?? now.status}: ${now.message ?? ''}`)
  }
}

function readyOf(object: ObjectOf | undefined): V1Condition | undefined {
  return object && getCondition(object.status?.conditions, conditionTypes.ready)
}

/** Of what a silent host has nothing can be said; the line of its Node does. */
function isWell(ready: V1Condition | undefined): boolean {
  return ready === undefined || ready.status === 'True' || ready.reason === holdReasons.hostUnreachable
}
