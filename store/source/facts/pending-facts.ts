import { stableJson } from '../../../api/v1/language/hash.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { sourceReasons } from '../../../api/v1/source-reasons.ts'
import type { Store } from '../../objects/store.ts'
import type { Json } from '../../storage/storage.ts'
import type { PendingDeletion } from '../acceptance/losses.ts'
import type { ResourceId } from '../reading/reading.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

/** Deletions that wait for their time, by serve's last reading. Stored, so that other commands can show them in time. */
export interface Pending {
  readonly reason: typeof sourceReasons.missingFromFiles
  /** What goes when, and how to keep it. */
  readonly message: string
  readonly resources: readonly ResourceId[]
}

/** How many resources a message names; the others are counted. */
const MOST_NAMED = 10

/** Writes a root's pending deletions as a fact of family `pending` under its id, the soonest first. */
export function writePending(store: Store, root: string, deletions: readonly PendingDeletion[]): void {
  const soonest = [...deletions].sort((a, b) => a.dueAt - b.dueAt)
  const alike = groupBy(soonest, ({ dueAt, heir = '' }) => `${dueAt} ${heir}`)
  const pending = [...alike.values()].flatMap((group) => pendingOf(root, group))
  const fact = pending.length > 0 ? (pending as unknown as Json) : undefined
  if (stableJson(store.fact('pending', root)) !== stableJson(fact)) store.putFact('pending', root, fact)
}

/** The entry for deletions that are due at one time, with the same heir or none. */
function pendingOf(root: string, deletions: readonly PendingDeletion[]): Pending[] {
  const [first] = deletions
  if (!first) return []
  const resources = deletions.map(({ id }) => id)
  const named = resources.slice(0, MOST_NAMED).join(', ')
  const more = resources.length > MOST_NAMED ? ` and ${resources.length - MOST_NAMED} more` : ''
  const time = timestamp(first.dueAt).replace(/\.\d+Z$/, 'Z')
  const what = `${named}${more}: in no file of ${root} any more`
  const message =
    first.heir === undefined
      ? `${what}, so that serve deletes it at ${time} (volumes keep their data), later if it does not run until then. To keep it, put it back into a file before that`
      : `${what}; ${first.heir} declares it as well, which counts from ${time} on. To keep what it was, put it back into a file before that`
  return [{ reason: sourceReasons.missingFromFiles, message, resources }]
}

/** The pending deletions of all watched roots. */
export function allPending(store: Store): readonly Pending[] {
  return [...store.facts('pending').values()].flatMap((fact) => fact as unknown as readonly Pending[])
}
