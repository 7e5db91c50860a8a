import type { Kind } from '../../../api/v1/kinds.ts'
import type { ObjectEvent } from '../../../api/v1/installation/answers.ts'
import { splitId } from '../../../api/v1/names.ts'
import { driftReasons } from '../../../api/v1/reason-groups.ts'
import { removedByOthers } from '../../../controllers/task/plan/create.ts'

/** After this long the same words are news again, ms: the longest wait between two attempts is a minute. */
const FORGOTTEN_AFTER_MS = 600_000
/** How many pairs of object and reason are remembered; older ones are news again. */
const MOST_REMEMBERED = 4_096

/** How often in a row the same healing is logged. Somebody causes each, and two who work against each other would never end. */
const HEALED_TOLD = 5

/** Kinds with many normal events, which are not logged. Those of the other kinds say that something is well again, and how rollouts go. */
const BUSY: ReadonlySet<string> = new Set<Kind>(['Task', 'Stack'])

/**
 * Returns a filter for the events that belong in the log. Warnings pass if they say something new of their object, as retries fail with the
 * same words again and again. Healed drift passes a few times in a row. Other normal events pass, except those of busy kinds.
 */
export function newsOnly(): (event: ObjectEvent) => boolean {
  const said = new Map<string, Pick<ObjectEvent, 'message' | 'lastAt'> & { times: number }>()
  const forget = (object: string) => {
    for (const key of said.keys()) if (key.startsWith(`${object}\n`)) said.delete(key)
  }
  return ({ object, type, reason, message, lastAt }) => {
    if (type === 'Normal' && !driftReasons.has(reason) && !removedByOthers.has(message)) {
      if (BUSY.has(splitId(object).kind)) return false
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
