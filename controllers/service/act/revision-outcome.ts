import type { V1Condition, V1Task } from '../../../api/v1/generated/types.ts'
import { isTrue, replaceCondition } from '../../../api/v1/conditions.ts'
import { wasNeverReady } from '../../../api/v1/failed-revision.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../../api/v1/reasons.ts'
import type { Ports } from '../../runtime/ports.ts'
import { writeStatus } from '../../runtime/status.ts'
import type { ServicePlan } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import { FAILED_BEFORE } from '../plan/verdict.ts'
import type { ServiceView } from '../view.ts'

type Said = Required<Pick<V1Condition, 'status' | 'reason' | 'message'>>

/** What became of a revision. */
export interface RevisionOutcome extends Said {
  readonly hash: string
}

/**
 * What a rollout says of a revision: that it was rolled out whole, or why not. A restart, or more tasks, of one that was once say nothing
 * of it, nor does a rollback of what it goes back to; one that is not tried again failed for what is said already. Pure.
 */
export function outcomeOf({ rollout, currentRevision, stalledHash }: ServicePlan): RevisionOutcome | undefined {
  const { state, revision, cause, message = 'its rollout failed' } = rollout
  if (state === 'Completed' && revision !== undefined)
    return {
      hash: revision,
      status: 'True',
      reason: serviceReasons.rolloutCompleted,
      message: 'it was rolled out whole',
    }
  const failed = cause === undefined ? state === 'Stalled' && revision : stalledHash
  if (!failed || failed === currentRevision || cause === FAILED_BEFORE) return undefined
  return { hash: failed, status: 'False', reason: serviceReasons.rolloutFailed, message: cause ?? message }
}

/** Writes down what became of a rollout, and how what was rolled out fares: an undo passes by what failed, and the history names it. */
export function noteOutcome(view: ServiceView, plan: ServicePlan, ports: Ports): void {
  const outcome = outcomeOf(plan)
  if (outcome) {
    const { hash, ...said } = outcome
    note(view, { hash, type: conditionTypes.rolledOut, said }, ports)
  }
  for (const { spec } of view.revisions.filter(wasNeverReady))
    if (spec.hash !== outcome?.hash && runs(view.tasks, spec.hash))
      note(view, { hash: spec.hash, type: conditionTypes.rolledOut, said: undefined }, ports)
  const { revision, currentRevision: hash } = plan
  if (hash === undefined || hash !== revision) return // what is being replaced goes task by task
  const fares = faring(view.tasks, hash)
  if (fares) note(view, { hash, type: conditionTypes.tasksFailing, said: fares === 'up' ? undefined : fares }, ports)
}

/** Whether a task is up as a revision has it: one that is changed in place is still as it was. */
function runs(tasks: readonly V1Task[], revision: string): boolean {
  return tasks.some((task) => replicaOf(task).revision === revision && isReady(task) && !replicaOf(task).changing)
}

/** Whether a task of a revision is up; what is said of it where none is, and they fail over and over; undefined where neither is known. Pure. */
export function faring(tasks: readonly V1Task[], revision: string): 'up' | Said | undefined {
  const own = tasks.filter((task) => replicaOf(task).revision === revision && !replicaOf(task).retiring)
  const failing = own.find((task) => replicaOf(task).failed.initial)
  if (own.some(isReady)) return 'up'
  const { reason = '', message = '' } = failing?.status ?? {}
  return failing && { status: 'True', reason, message: `${failing.metadata.name}: ${message}` }
}

interface Note {
  readonly hash: string
  readonly type: string
  readonly said: Said | undefined
}

/** Of one that fails on, what was said first stays: each failure has words of its own. */
function note({ service: { metadata } }: ServiceView, { hash, type, said }: Note, { store, clock }: Ports): void {
  const key = keyFor(metadata.namespace, `${metadata.name}-${hash}`)
  const revision = store.get('Revision', key)
  const before = revision?.status?.conditions ?? []
  if (!revision || (type === conditionTypes.tasksFailing && said && isTrue(before, type))) return
  const conditions = replaceCondition(before, { type, said }, clock.now())
  if (conditions !== before) writeStatus(store, 'Revision', { key, status: { ...revision.status, conditions } })
}
