import type { V1RolloutStatus, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { pick } from '../../api/v1/language/pick.ts'
import type { Key, Store } from '../../store/objects/store.ts'
import type { ServicePlan } from './plan.ts'
import { courseOf } from './course.ts'
import { earlyEnds } from './plan/early-ends.ts'
import { replicaOf } from './replica.ts'
import { slotsOf } from './slots.ts'
import { strategyOf } from './strategy.ts'
import type { ServiceView } from './view.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'

/** Asks for a failed rollout to start again. Has no effect if the rollout is no longer failed when the service loop looks. */
export function askRetry(store: Store, key: Key): void {
  store.putFact('retry', key, true)
}

/** Whether a retry was asked for that the service loop has not handled yet. */
export function isRetryAsked(store: Store, key: Key): boolean {
  return store.fact('retry', key) !== undefined
}

/** Records that the retry was handled. */
export function dropRetry(store: Store, key: Key): void {
  if (isRetryAsked(store, key)) store.putFact('retry', key, undefined)
}

/** Whether a rollout is stalled, or is being or was rolled back; false after an undo. */
export function isFailedRollout({ status = {} }: V1Service): boolean {
  const { rollout, stalledHash, updateRevision } = status
  if (rollout?.state === 'Stalled') return true
  return stalledHash !== undefined && (stalledHash === updateRevision || isRollback(rollout))
}

function isRollback({ state, cause }: V1RolloutStatus = {}): boolean {
  return state === 'RollingBack' || state === 'RolledBack' || cause !== undefined
}

/** The plan that starts a retry: forgets the failure, and retires the tasks of the failed revision that are not up, for new attempts. */
export function planRetry(view: ServiceView): ServicePlan {
  const { status = {} } = view.service
  const revision = view.target?.hash ?? status.stalledHash ?? status.rollout?.revision ?? ''
  const startedAt = timestamp(view.now)
  const isEarly = earlyEndsIn(view)
  const failing = view.tasks.filter((task) => task.spec.revision === revision && (isEarly(task) || !isUp(task, view)))
  return {
    ...pick(status, ['currentRevision']),
    rollout: { state: 'Progressing', revision, startedAt, progressedAt: startedAt },
    revision,
    actions: failing.map((task) => ({ do: 'retire', task, because: 'its rollout is tried again' })),
    nextAt: view.now,
  }
}

/** Tells the tasks that ended with 0 at once, by the course that the retry takes: its failure is forgotten. */
function earlyEndsIn(view: ServiceView): (task: V1Task) => boolean {
  const { service, tasks, nodes } = view
  const slots = slotsOf(service, tasks, nodes)
  const retried = { ...view, service: { ...service, status: pick(service.status ?? {}, ['currentRevision']) } }
  return earlyEnds(slots, courseOf(retried, slots))
}

/** Whether a retry leaves a task alone: ready for the watched time, completed, or retiring anyway. */
function isUp(task: V1Task, { service, now }: ServiceView): boolean {
  const { completed, retiring, readySince = now } = replicaOf(task)
  return completed || retiring || readySince + strategyOf(service, false).monitorMs < now
}
