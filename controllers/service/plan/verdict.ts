import type { V1RolloutStatus } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'
import { updateFailure } from '../../../api/v1/failed-revision.ts'
import type { Course } from '../course.ts'
import type { ServicePlan } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { desiredCount, isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { continuedRollout } from './continued-rollout.ts'
import { withOlder } from './older-bytes.ts'
import { overdue } from './overdue.ts'
import { deadlineOf, failureOf, givenUp, isLastOfAll, isToHandOver, type Progress } from './rollout.ts'
import { isCrowded, isSettled } from './settled.ts'

/** The state of a rollout as it is written to the service's status, with the rest of the plan. */
export interface Verdict {
  readonly state: V1RolloutStatus['state']
  readonly result: Omit<ServicePlan, 'actions'>
}

/** Judges a rollout: complete, failed (and what follows from that), paused, or in progress. */
export function judge(view: ServiceView, course: Course, progress: Progress): Verdict {
  if (isSettled(view, course, progress))
    return verdict(view.service.status?.rollout ?? {}, {
      ...keepHistory(view),
      ...nextOf(isCrowded(progress) ? progress : {}),
    })
  const rollout = continuedRollout(view, course, progress)
  if (course.frozen)
    return hasEndedWell(view, course, progress) ? madeGood(view, course, rollout) : frozen(view, rollout)
  if (isLastOfAll(view, progress)) return lastOfAll(view, rollout)
  if (isComplete(view, course, progress)) return completed(view, course, rollout)
  if (course.held) return held(view, rollout, progress)
  if (isStillStalled(view, course, progress))
    return verdict(view.service.status?.rollout ?? rollout, { ...keepHistory(view), ...nextOf(progress) })
  return whileTried(view, course, { rollout, progress })
}

interface Tried {
  readonly rollout: V1RolloutStatus
  readonly progress: Progress
}

function whileTried(view: ServiceView, course: Course, { rollout, progress }: Tried): Verdict {
  const deadline = deadlineOf(view, rollout, { course, progress })
  if (!progress.tolerated)
    return failed(view, course, { rollout, message: failureOf(progress, course), ...nextOf(progress) })
  if (view.now >= deadline)
    return failed(view, course, { rollout, ...overdue(view, course, progress), ...nextOf(progress) })
  const state = course.rollingBack ? 'RollingBack' : 'Progressing'
  const nextAt = Math.min(progress.nextAt ?? deadline, deadline)
  const message = rollout.cause ?? (course.initial ? undefined : course.strategy.note)
  return verdict({ ...saying(message, rollout), state }, { ...keepHistory(view), ...nextOf({ nextAt }) })
}

/**
 * Whether the rollout stays Stalled, as no more tasks became available since. How many failures led to that is not stored. It stays so for
 * a process that only looks; and for `serve` in a first deployment whose tasks run but do not come up. A new command judges afresh.
 */
function isStillStalled(view: ServiceView, course: Course, { available }: Progress): boolean {
  const { onlyLooks, byCommand, service } = view
  const { rollout } = service.status ?? {}
  if (rollout?.state !== 'Stalled' || rollout.revision !== course.revision) return false
  if (available.length > (rollout.updated ?? 0)) return false
  return (
    onlyLooks === true || (!byCommand && course.initial && rollout.restartedAt === course.restart && areTried(view))
  )
}

/** Whether every task that is not ready has been started, so that it waits for nothing but itself. */
function areTried({ tasks }: ServiceView): boolean {
  const waiting = tasks.filter((task) => !replicaOf(task).retiring && !isReady(task))
  return waiting.every(({ status }) => status?.phase === 'Starting' || status?.phase === 'Running')
}

/** While it waits to be last, no progress deadline runs. */
function lastOfAll(view: ServiceView, { progressedAt: _, ...rollout }: V1RolloutStatus): Verdict {
  const message = `reconcile runs in it, and is updated last: ${view.ourselves?.waitsFor} is on its way`
  return verdict({ ...rollout, state: 'Progressing', message }, keepHistory(view))
}

function frozen(view: ServiceView, rollout: V1RolloutStatus): Verdict {
  // Keeps the reason recorded when it stalled: today's progress is of another course, and a message since then may be of a pause.
  const before = view.service.status?.rollout
  return verdict(
    before?.state === 'Stalled' ? before : { ...saying(failureBefore(view), rollout), state: 'Stalled' },
    keepHistory(view),
  )
}

/** Whether all tasks of a failed rollout completed since, as where its engine went on starting them: nothing is left to be tried. */
function hasEndedWell({ service, nodes }: ServiceView, { ends }: Course, { available, dirty }: Progress): boolean {
  const wanted = desiredCount(service, nodes)
  return ends && wanted > 0 && available.length >= wanted && dirty.length === 0
}

/** The failure is forgotten. */
function madeGood(view: ServiceView, course: Course, rollout: V1RolloutStatus): Verdict {
  const { state, result } = completed(view, course, rollout)
  const { stalledHash: _, ...rest } = result
  return { state, result: rest }
}

/** Why the update to the target failed, from its revision. */
function failureBefore({ revisions, target }: ServiceView): string | undefined {
  const revision = revisions.find(({ spec }) => spec.hash === target?.hash)
  return revision && updateFailure(revision)
}

/** A paused rollout has no deadline, and no failure ends it. */
function held(view: ServiceView, rollout: V1RolloutStatus, { nextAt }: Progress): Verdict {
  const said = saying(view.held?.message, rollout)
  return verdict(
    { ...said, state: 'Paused' },
    { ...keepHistory(view), ...nextOf(nextAt === undefined ? {} : { nextAt }) },
  )
}

/** The rollout with this message, or without any. */
function saying(message: string | undefined, { message: _, ...rollout }: V1RolloutStatus): V1RolloutStatus {
  return message === undefined ? rollout : { ...rollout, message }
}

function nextOf({ nextAt = Number.POSITIVE_INFINITY }: { readonly nextAt?: number }): { readonly nextAt?: number } {
  return Number.isFinite(nextAt) ? { nextAt } : {}
}

/**
 * Whether every slot has its new task, available or given up as failed; a given-up task must at least have replaced the old one. A Global
 * one-shot that no node fits has run nowhere, so it is not complete.
 */
function isComplete(view: ServiceView, course: Course, progress: Progress): boolean {
  if (isToHandOver(view, course) || (course.ends && view.nowhere !== undefined)) return false
  const done = progress.available.length + givenUp(progress).filter(({ live }) => live.length === 1).length
  return done >= desiredCount(view.service, view.nodes) && progress.dirty.length === 0
}

/** Where no task is wanted nothing was tried, so that the revision that ran before stays the last good one. */
function completed(view: ServiceView, { revision, rollingBack }: Course, rollout: V1RolloutStatus): Verdict {
  const finished = { ...saying(rollout.cause, rollout), finishedAt: rollout.finishedAt ?? timestamp(view.now) }
  if (rollingBack)
    return verdict({ ...finished, ...withOlder(rollout.cause, view, revision), state: 'RolledBack' }, keepHistory(view))
  const tried = desiredCount(view.service, view.nodes) > 0 ? { currentRevision: revision } : {}
  return verdict({ ...finished, state: 'Completed' }, { ...keepHistory(view), ...tried })
}

interface Failure {
  readonly rollout: V1RolloutStatus
  readonly message: string
  /** It failed for outside causes: it continues once what it waits for is there. */
  readonly mayPass?: boolean
  readonly nextAt?: number
}

/**
 * A failed update pauses or rolls back, and its hash is remembered until the template changes. A first deployment, a rollback, and an
 * update that only waited for others may still come up: these stall, and continue as soon as they can. An update that only waited has tried
 * nothing of its revision. So there is no failed revision to remember, and continuing is no second try (S10).
 */
function failed(view: ServiceView, course: Course, { rollout, message, mayPass, ...next }: Failure): Verdict {
  const { currentRevision } = view.service.status ?? {}
  const { cause } = rollout
  if (course.initial || course.proven || mayPass) {
    const words = cause === undefined ? message : `the rollback waits: ${message}; the update failed: ${cause}`
    return verdict({ ...rollout, state: 'Stalled', message: words }, { ...keepHistory(view), ...nextOf(next) })
  }
  const kept = { ...keepHistory(view), stalledHash: view.target?.hash ?? course.revision }
  if (course.strategy.failureAction !== 'Rollback' || currentRevision === undefined)
    return verdict({ ...rollout, state: 'Stalled', message }, kept)
  const words = withOlder(message, view, currentRevision)
  const back = { revision: currentRevision, startedAt: timestamp(view.now), ...words, cause: message }
  return verdict({ ...back, state: 'RollingBack' }, { ...kept, nextAt: view.now })
}

function verdict(rollout: V1RolloutStatus, rest: Omit<ServicePlan, 'actions' | 'rollout'>): Verdict {
  return { state: rollout.state, result: { ...rest, rollout } }
}

/** What outlives a rollout: the last good revision, and the failed hash until the template changes. An undo keeps that hash. */
export function keepHistory({ service, target }: ServiceView): Pick<ServicePlan, 'currentRevision' | 'stalledHash'> {
  const { status = {} } = service
  const isUndone = service.metadata.annotations?.[annotations.undone] !== undefined
  const isOfNow = target === undefined || status.stalledHash === target.hash
  return pick(status, isOfNow || isUndone ? ['currentRevision', 'stalledHash'] : ['currentRevision'])
}
