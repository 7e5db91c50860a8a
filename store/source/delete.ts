import type { Store } from '../objects/store.ts'
import { withdraw } from './accept-plan.ts'
import { DESIRED } from './accepted.ts'
import { objectOf, originIn } from './origins.ts'
import type { ResourceId } from './reading.ts'

/** What became of a delete command: with any refusal, nothing was deleted. */
export interface DeleteOutcome {
  readonly deleted: readonly ResourceId[]
  /** Why a resource can't be deleted by a command, and what to do. */
  readonly refusals: readonly string[]
}

/**
 * Deletes what a command names: its own approval (S3), and no file is asked. What a watched tree declares is refused, with
 * the file and lines to take out: it would come back with the next reading.
 */
export function acceptDelete(store: Store, ids: readonly ResourceId[]): DeleteOutcome {
  const refusals = ids.flatMap((id) => refusalOf(store, id))
  if (refusals.length > 0) return { deleted: [], refusals }
  for (const id of ids) withdraw(store, id)
  return { deleted: ids, refusals }
}

function refusalOf(store: Store, id: ResourceId): string[] {
  if (!objectOf(store, id)) return [`delete ${id}: there is none`]
  const origin = originIn(store, id)
  if (!origin || origin.root === DESIRED) return []
  const [first, last] = origin.lines
  return [
    `delete ${id}: ${origin.root} is watched and declares it: take out lines ${first} to ${last} of ${origin.file}`,
  ]
}
