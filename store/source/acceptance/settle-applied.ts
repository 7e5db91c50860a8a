import type { Store } from '../../objects/store.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { acceptedOf } from './origins.ts'
import { type Hold, holdOf, isDeletion } from '../facts/hold.ts'
import { approvalsIn, holdsOf } from '../facts/hold-facts.ts'
import type { ResourceId } from '../reading/reading.ts'
import { historyIn, writeHistory } from '../facts/root-facts.ts'
import { withdraw, type Withdrawal } from './withdraw.ts'

/**
 * Carries out approved deletions of an apply, if their set is still the same (S3); returns what was withdrawn. A held spec (such as 0
 * replicas) is accepted by the next apply instead, as it was not stored.
 */
export function settleApplied(store: Store): Withdrawal[] {
  const approvals = approvalsIn(store)
  const accepted = acceptedOf(store)
  const due = holdsOf(store, DESIRED).filter((hold) => approvals.has(hold.id) && isDeletion(hold))
  const withdrawn = due.flatMap((hold) => {
    const gone = (isSameSet(hold, accepted) ? hold.resources : []).map((id) => withdraw(store, id))
    store.putFact('hold', hold.id, undefined)
    store.putFact('approval', hold.id, undefined)
    return gone
  })
  if (withdrawn.length > 0) countAnew(store)
  return withdrawn
}

/** Stops counting approved losses, unless another hold counts them: the next loss is judged by what is left. */
function countAnew(store: Store): void {
  const { declared: _missing, ...history } = historyIn(store, DESIRED)
  if (!history.held) writeHistory(store, DESIRED, { ...history, lost: [] })
}

/** Whether a hold's set of resources is still the same: a changed set needs another approval (S3). */
export function isSameSet(hold: Hold, accepted: ReadonlyMap<ResourceId, Accepted>): boolean {
  const resources = hold.resources.flatMap((id) => accepted.get(id) ?? [])
  return holdOf({ ...hold, resources, message: '' }).id === hold.id
}
