import type { ObjectEvent } from '../../api/v1/installation.ts'

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
