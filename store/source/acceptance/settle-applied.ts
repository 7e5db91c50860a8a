import type { Store } from '../../objects/store.ts'
import { type Accepted, DESIRED } from './accepted.ts'
import { acceptedOf } from './origins.ts'
import { type Hold, holdOf, isDeletion } from '../facts/hold.ts'
import { approvalsIn, holdsOf } from '../facts/hold-facts.ts'
import type { ResourceId } from '../reading/reading.ts'
import { historyIn, writeHistory } from '../facts/root-facts.ts'
import { withdraw, type Withdrawal } from './withdraw.ts'

/**
 * Does what was held back by an apply and is approved now: deletes that very set, if it still is the same (S3). Answers what
 * went. A spec that was held back (0 replicas) is accepted by the next apply instead, as nobody kept it.
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

/** What was approved is not counted again: the next loss is judged by what is left, unless another hold counts what went before. */
function countAnew(store: Store): void {
  const { declared: _missing, ...history } = historyIn(store, DESIRED)
  if (!history.held) writeHistory(store, DESIRED, { ...history, lost: [] })
}

/** Whether a hold is of what there is now: a set that has changed since takes another approval (S3). */
export function isSameSet(hold: Hold, accepted: ReadonlyMap<ResourceId, Accepted>): boolean {
  const resources = hold.resources.flatMap((id) => accepted.get(id) ?? [])
  return holdOf({ ...hold, resources, message: '' }).id === hold.id
}
