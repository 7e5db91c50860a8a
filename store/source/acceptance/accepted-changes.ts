import { Subscription } from 'rxjs'
import type { ObjectOf } from '../../../api/v1/kinds.ts'
import { kindNames, kinds } from '../../../api/v1/kinds.ts'
import type { Store } from '../../objects/store.ts'
import type { AcceptanceOutcome } from './accept-plan.ts'
import type { ResourceId } from '../reading/reading.ts'

/** A change of a declared object by a reading of its watched directory. */
export interface AcceptedChange {
  readonly id: ResourceId
  /** One of `created`, `kept`, `changed`, `deleted`, `forgotten`. */
  readonly change: string
  /** Why it was withdrawn. */
  readonly because?: string
  /** Absent for a creation. */
  readonly before?: ObjectOf
  /** Absent for an object that was removed at once. */
  readonly after?: ObjectOf
}

/** Runs a synchronous function that writes declared objects; returns its result, and the first and last state of each changed object. */
export function withChanges<T extends { readonly outcome: AcceptanceOutcome }>(
  store: Store,
  accept: () => T,
): { readonly accepted: T; readonly changes: readonly AcceptedChange[] } {
  const states = new Map<ResourceId, Pick<AcceptedChange, 'before' | 'after'>>()
  const all = new Subscription()
  for (const kind of kindNames.filter((each) => kinds[each].declared))
    all.add(
      store.watch(kind).subscribe(({ key, before, after }) => {
        const id = `${kind}/${key}`
        const first = states.has(id) ? states.get(id)?.before : before
        states.set(id, { ...(first ? { before: first } : {}), ...(after ? { after } : {}) })
      }),
    )
  try {
    const accepted = accept()
    return { accepted, changes: changesOf(accepted.outcome).map((change) => ({ ...change, ...states.get(change.id) })) }
  } finally {
    all.unsubscribe()
  }
}

function changesOf({ created, kept = [], changed, deleted }: AcceptanceOutcome): AcceptedChange[] {
  return [
    ...created.map((id) => ({ id, change: 'created' })),
    ...kept.map((id) => ({ id, change: 'kept' })),
    ...changed.map((id) => ({ id, change: 'changed' })),
    ...deleted.map(({ id, change, because }) => ({ id, change, because })),
  ]
}
