import type { V1Condition, V1Task } from '../../../api/v1/generated/types.ts'
import { isTrue, replaceCondition } from '../../../api/v1/conditions.ts'
import { wasNeverReady } from '../../../api/v1/failed-revision.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../../api/v1/reasons.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { ServicePlan } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { isReady } from '../slots.ts'
import { FAILED_BEFORE } from '../plan/continued-rollout.ts'
import type { ServiceView } from '../view.ts'

type Said = Required<Pick<V1Condition, 'status' | 'reason' | 'message'>>

/** The recorded outcome of a revision. */
export interface RevisionOutcome extends Said {
  readonly hash: string
}

/**
 * The outcome that a rollout gives its revision: rolled out, or failed and why. Undefined where the rollout says nothing about it: the
 * failed revision is the current one (a restart or a scale-up failed), no task of it was wanted, or the failure was recorded by an earlier
 * try. Pure.
 */
export function outcomeOf({ rollout, currentRevision, stalledHash }: ServicePlan): RevisionOutcome | undefined {
  const { state, revision, cause, message = 'its rollout failed' } = rollout
  if (state === 'Completed' && revision !== undefined && revision === currentRevision)
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

/**
 * Records outcomes on the revisions: how a rollout ended, which revisions had a ready task, and whether the current one's tasks fail. An
 * undo skips failed revisions, and the history names them.
 */
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
  if (hash === undefined || hash !== revision) return // tasks that are being replaced tell nothing
  const fares = faring(view.tasks, hash)
  if (fares) note(view, { hash, type: conditionTypes.tasksFailing, said: fares === 'up' ? undefined : fares }, ports)
}

/** Whether a task of the revision is ready. One that is being changed in place still runs the former revision. */
function runs(tasks: readonly V1Task[], revision: string): boolean {
  return tasks.some((task) => replicaOf(task).revision === revision && isReady(task) && !replicaOf(task).changing)
}

/**
 * Whether a task of the revision is ready; else the condition to record where its tasks fail repeatedly; undefined where neither is the
 * case. Pure.
 */
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

/** A failing revision keeps its first message: each failure has other words, and each would be a write. */
function note({ service: { metadata } }: ServiceView, { hash, type, said }: Note, { store, clock }: Ports): void {
  const key = keyFor(metadata.namespace, `${metadata.name}-${hash}`)
  const revision = store.get('Revision', key)
  const before = revision?.status?.conditions ?? []
  if (!revision || (type === conditionTypes.tasksFailing && said && isTrue(before, type))) return
  const conditions = replaceCondition(before, { type, said }, clock.now())
  if (conditions !== before) store.putStatus('Revision', key, { ...revision.status, conditions })
}
