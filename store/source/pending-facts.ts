import { stableJson } from '../../api/v1/hash.ts'
import { sourceReasons } from '../../api/v1/reasons.ts'
import type { Store } from '../objects/store.ts'
import type { Json } from '../storage/storage.ts'
import type { PendingDeletion } from './losses.ts'
import type { ResourceId } from './reading.ts'
import { timestamp } from '../../api/v1/timestamp.ts'

/** Deletions that wait for their time, as `serve` found them last: kept, so that whoever asks is told in time. */
export interface Pending {
  readonly reason: typeof sourceReasons.missingFromFiles
  /** What goes when, and how to keep it. */
  readonly message: string
  readonly resources: readonly ResourceId[]
}

/** What is said of one time; more of them are counted. */
const MOST_NAMED = 10

/** Keeps what a root is about to let go of as a fact of family `pending` under its id, the soonest first. */
export function writePending(store: Store, root: string, deletions: readonly PendingDeletion[]): void {
  const byTime = new Map<number, ResourceId[]>()
  for (const { id, dueAt } of deletions) byTime.set(dueAt, [...(byTime.get(dueAt) ?? []), id])
  const pending = [...byTime].sort(([a], [b]) => a - b).map(([dueAt, ids]) => pendingOf(root, dueAt, ids))
  const fact = pending.length > 0 ? (pending as unknown as Json) : undefined
  if (stableJson(store.fact('pending', root)) !== stableJson(fact)) store.putFact('pending', root, fact)
}

function pendingOf(root: string, dueAt: number, resources: readonly ResourceId[]): Pending {
  const named = resources.slice(0, MOST_NAMED).join(', ')
  const more = resources.length > MOST_NAMED ? ` and ${resources.length - MOST_NAMED} more` : ''
  const time = timestamp(dueAt).replace(/\.\d+Z$/, 'Z')
  const message =
    `${named}${more}: in no file of ${root} any more, so that serve deletes it at ${time} (volumes keep their data), later if it does not run until then. ` +
    'To keep it, put it back into a file before that'
  return { reason: sourceReasons.missingFromFiles, message, resources }
}

/** What all watched roots are about to let go of. */
export function allPending(store: Store): readonly Pending[] {
  return [...store.facts('pending').values()].flatMap((fact) => fact as unknown as readonly Pending[])
}
