import type { V1RolloutStatus, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { pick } from '../../api/v1/language/pick.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { ServicePlan } from './plan.ts'
import { replicaOf } from './replica.ts'
import { strategyOf } from './strategy.ts'
import type { ServiceView } from './view.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** Asks for a failed rollout to begin anew; what is no failed one any more when its loop looks stays as it is. */
export function askRetry(store: Store, key: Key): void {
  store.putFact('retry', key, true)
}

/** Whether somebody asked, and the service loop has not looked yet. */
export function isRetryAsked(store: Store, key: Key): boolean {
  return store.fact('retry', key) !== undefined
}

/** Notes that it was looked at. */
export function dropRetry(store: Store, key: Key): void {
  if (isRetryAsked(store, key)) store.putFact('retry', key, undefined)
}

/** Whether a rollout failed and is left so, or is or was rolled back; one that was undone is none any more. */
export function isFailedRollout({ status = {} }: V1Service): boolean {
  const { rollout, stalledHash, updateRevision } = status
  if (rollout?.state === 'Stalled') return true
  return stalledHash !== undefined && (stalledHash === updateRevision || isRollback(rollout))
}

function isRollback({ state, cause }: V1RolloutStatus = {}): boolean {
  return state === 'RollingBack' || state === 'RolledBack' || cause !== undefined
}

/** Where a retry begins: nothing is known to fail, and what is not up of the revision that failed makes way for a new attempt. */
export function planRetry(view: ServiceView): ServicePlan {
  const { status = {} } = view.service
  const revision = view.target?.hash ?? status.stalledHash ?? status.rollout?.revision ?? ''
  const startedAt = timestamp(view.now)
  const failing = view.tasks.filter((task) => task.spec.revision === revision && !isUp(task, view))
  return {
    ...pick(status, ['currentRevision']),
    rollout: { state: 'Progressing', revision, startedAt, progressedAt: startedAt },
    revision,
    actions: failing.map((task) => ({ do: 'retire', task, because: 'its rollout is tried again' })),
    nextAt: view.now,
  }
}

/** Ready for as long as a new task is watched, or ended well; what goes anyway is none of a retry's. */
function isUp(task: V1Task, { service, now }: ServiceView): boolean {
  const { completed, retiring, readySince = now } = replicaOf(task)
  return completed || retiring || readySince + strategyOf(service, false).monitorMs < now
}
