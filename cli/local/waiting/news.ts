import type { Kind } from '../../../api/v1/kinds.ts'
import type { ObjectEvent } from '../../../api/v1/installation/answers.ts'
import { driftReasons } from '../../../api/v1/reason-groups.ts'
import { removedByOthers } from '../../../controllers/task/plan.ts'

/** What was not said for so long is news again: the longest wait between two attempts is a minute. */
const FORGOTTEN_AFTER_MS = 600_000
/** Objects and reasons that are remembered; older ones are news again. */
const MOST_REMEMBERED = 4_096

/** What is healed is written so often while it comes again: each is somebody's act, and two who work against each other never end. */
const HEALED_TOLD = 5

/** Kinds of which many normal things are told; of the others, that they are well again, and how rollouts go. */
const BUSY: ReadonlySet<string> = new Set<Kind>(['Task', 'Stack'])

/**
 * Tells which events belong in the log: warnings that say something that was not said of their object before, as what is tried
 * again and again fails with the same words again and again; and what is healed, a few times in a row. And that what services stand on is well again, and
 * how rollouts go.
 */
export function newsOnly(): (event: ObjectEvent) => boolean {
  const said = new Map<string, Pick<ObjectEvent, 'message' | 'lastAt'> & { times: number }>()
  const forget = (object: string) => {
    for (const key of said.keys()) if (key.startsWith(`${object}\n`)) said.delete(key)
  }
  return ({ object, type, reason, message, lastAt }) => {
    if (type === 'Normal' && !driftReasons.has(reason) && !removedByOthers.has(message)) {
      if (BUSY.has(object.slice(0, object.indexOf('/')))) return false
      forget(object)
      return true
    }
    const key = `${object}\n${reason}`
    const before = said.get(key)
    said.delete(key)
    const isSame = before?.message === message && lastAt - before.lastAt < FORGOTTEN_AFTER_MS
    const times = isSame ? before.times + 1 : 1
    said.set(key, { message, lastAt, times })
    if (said.size > MOST_REMEMBERED) said.delete(said.keys().next().value as string)
    return times <= (type === 'Normal' ? HEALED_TOLD : 1)
  }
}
