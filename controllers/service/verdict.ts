import type { V1RolloutStatus, V1ServiceStatus } from '../../api/v1/generated/types.ts'
import { pick } from '../../api/v1/pick.ts'
import type { Course } from './course.ts'
import type { ServicePlan } from './plan.ts'
import { deadlineOf, failureOf, progressedAt, type Progress } from './rollout.ts'
import { desiredCount } from './slots.ts'
import type { ServiceView } from './view.ts'

/** Where a rollout stands, as it is written to the status. */
export interface Verdict {
  readonly state: V1RolloutStatus['state']
  readonly result: Omit<ServicePlan, 'actions'>
}

/** Where the rollout stands: complete, failed (and what follows), or under way. */
export function judge(view: ServiceView, course: Course, progress: Progress): Verdict {
  const { status = {} } = view.service
  if (isSettled(view, course, progress)) return verdict(status.rollout ?? {}, keepHistory(status))
  const rollout = continued(view, course, progress)
  if (course.frozen) return frozen(view, rollout)
  if (isComplete(view, progress)) return completed(view, course, rollout)
  const deadline = deadlineOf(view, rollout)
  if (view.now >= deadline) return failed(view, course, { rollout, message: lateMessage(view, progress) })
  if (failsTooOften(view, course, progress))
    return failed(view, course, { rollout, message: failureOf(progress, course.revision) })
  const nextAt = Math.min(progress.nextAt ?? Number.POSITIVE_INFINITY, deadline)
  const state = course.rollingBack ? 'RollingBack' : 'Progressing'
  return verdict({ ...rollout, state }, { ...keepHistory(status), ...(Number.isFinite(nextAt) ? { nextAt } : {}) })
}

function frozen({ service: { status = {} }, paused }: ServiceView, rollout: V1RolloutStatus): Verdict {
  if (paused) return verdict({ ...rollout, state: 'Paused', message: paused.message }, keepHistory(status))
  // Why it stalled is said once, when it did: what is seen now is of another course.
  const before = status.rollout?.state === 'Stalled' ? status.rollout : rollout
  return verdict({ ...before, state: 'Stalled' }, keepHistory(status))
}

function isComplete(view: ServiceView, { available, dirty }: Progress): boolean {
  return available.length >= desiredCount(view.service, view.nodes) && dirty.length === 0
}

function failsTooOften(view: ServiceView, { strategy }: Course, { failed: slots }: Progress): boolean {
  const total = desiredCount(view.service, view.nodes)
  return strategy.failureAction !== 'Continue' && total > 0 && slots.length / total > strategy.maxFailureRatio
}

/**
 * A rollout that was complete stays so: what fails later is healed, and says so on the tasks. One that was rolled back is
 * complete when what is wanted now is what it went back to.
 */
function isSettled({ service: { status = {} } }: ServiceView, course: Course, progress: Progress): boolean {
  const { rollout, currentRevision } = status
  const closed = rollout?.state === 'Completed' || (rollout?.state === 'RolledBack' && course.rollingBack)
  return (
    closed && rollout.revision === course.revision && currentRevision === course.revision && progress.dirty.length === 0
  )
}

function continued(view: ServiceView, course: Course, progress: Progress): V1RolloutStatus {
  const before = view.service.status?.rollout
  const same = before?.revision === course.revision && before.state !== 'None'
  const base: V1RolloutStatus = same ? before : { revision: course.revision, startedAt: iso(view.now) }
  const counted = { ...base, updated: progress.available.length, failures: progress.failed.length }
  // The time of a pause is no time without progress.
  const resumed = before?.state === 'Paused' && !view.paused
  return { ...counted, progressedAt: iso(resumed ? view.now : progressedAt(view, base, progress)) }
}

function completed(view: ServiceView, { revision, rollingBack }: Course, rollout: V1RolloutStatus): Verdict {
  const { status = {} } = view.service
  const finishedAt = rollout.finishedAt ?? iso(view.now)
  if (rollingBack) return verdict({ ...rollout, state: 'RolledBack', finishedAt }, keepHistory(status))
  const { message: _, ...rest } = rollout
  return verdict({ ...rest, state: 'Completed', finishedAt }, { currentRevision: revision })
}

/** A failed update is held or rolled back, and its hash is remembered until the template changes; a first one may still come up. */
function failed(view: ServiceView, course: Course, what: { rollout: V1RolloutStatus; message: string }): Verdict {
  const { status = {} } = view.service
  const rollout = { ...what.rollout, message: what.message }
  if (course.initial) return verdict({ ...rollout, state: 'Stalled' }, keepHistory(status))
  const stalledHash = view.target?.hash ?? course.revision
  const kept = { ...keepHistory(status), stalledHash }
  const back =
    course.strategy.failureAction === 'Rollback' && status.currentRevision !== undefined && !course.rollingBack
  if (!back) return verdict({ ...rollout, state: 'Stalled' }, kept)
  return verdict(
    { state: 'RollingBack', revision: status.currentRevision ?? '', startedAt: iso(view.now), message: what.message },
    { ...kept, nextAt: view.now },
  )
}

function verdict(rollout: V1RolloutStatus, rest: Omit<ServicePlan, 'actions' | 'rollout'>): Verdict {
  return { state: rollout.state, result: { ...rest, rollout } }
}

function lateMessage(view: ServiceView, progress: Progress): string {
  const stuck = progress.inWork.flatMap((slot) => slot.live).find((task) => task.status?.phase !== 'Running')
  const why = stuck
    ? `: task ${stuck.metadata.name} is ${stuck.status?.reason ?? 'Pending'}, ${stuck.status?.message ?? 'without a word'}`
    : ''
  return `no progress for ${view.service.spec.progressDeadlineSeconds ?? 300} s${why}`
}

/** What outlives a rollout: the last good revision, and the hash of one that failed. */
export function keepHistory(status: V1ServiceStatus): Pick<ServicePlan, 'currentRevision' | 'stalledHash'> {
  return pick(status, ['currentRevision', 'stalledHash'])
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
