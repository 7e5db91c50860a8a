import type { V1Condition } from '../../api/v1/generated/types.ts'
import { setCondition } from '../../api/v1/conditions.ts'
import { keyFor } from '../../api/v1/names.ts'
import { conditionTypes, serviceReasons } from '../../api/v1/reasons.ts'
import type { Ports } from '../runtime/ports.ts'
import { writeStatus } from '../runtime/status.ts'
import type { ServicePlan } from './plan.ts'
import { FAILED_BEFORE } from './verdict.ts'
import type { ServiceView } from './view.ts'

/** What became of a revision. */
export interface RevisionOutcome extends Required<Pick<V1Condition, 'status' | 'reason' | 'message'>> {
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

/** Writes it down: an undo passes by what failed, and the history names it. */
export function noteOutcome({ service: { metadata } }: ServiceView, plan: ServicePlan, { store, clock }: Ports): void {
  const outcome = outcomeOf(plan)
  if (!outcome) return
  const { hash, ...said } = outcome
  const key = keyFor(metadata.namespace, `${metadata.name}-${hash}`)
  const revision = store.get('Revision', key)
  if (!revision) return
  const before = revision.status?.conditions
  const conditions = setCondition(before, { type: conditionTypes.rolledOut, ...said }, clock.now())
  if (conditions !== before) writeStatus(store, 'Revision', { key, status: { ...revision.status, conditions } })
}
