import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import type { ObjectEvent } from '../../api/v1/installation.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Store } from '../../store/objects/store.ts'

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

/** Tells when an engine answers, or answers no more; answers how to end that. */
export function tellNodes(store: Store, log: (line: string) => void): () => void {
  const said = (node: V1Node | undefined) => getCondition(node?.status?.conditions, conditionTypes.ready)
  const changes = store.watch('Node').subscribe(({ key, before, after }) => {
    const [old, now] = [said(before), said(after)]
    if (now && (now.reason !== old?.reason || now.status !== old?.status))
      log(`Node/${key} ${now.reason ?? now.status}: ${now.message ?? ''}`)
  })
  return () => changes.unsubscribe()
}
