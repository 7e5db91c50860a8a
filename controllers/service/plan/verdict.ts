import type { V1RolloutStatus, V1Task } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { pick } from '../../../api/v1/language/pick.ts'
import { updateFailure } from '../../../api/v1/failed-revision.ts'
import { progressDeadline } from '../../../api/v1/progress-deadline.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { Course } from '../course.ts'
import { type Goal, isAtGoal } from '../goal.ts'
import type { ServicePlan } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { withOlder } from './older-bytes.ts'
import {
  deadlineOf,
  failureOf,
  givenUp,
  isLastOfAll,
  isToHandOver,
  progressedAt,
  type Progress,
  successorIn,
} from './rollout.ts'
import { desiredCount, isReady } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'
import { SETTLED_MS } from '../../task/plan/restart.ts'

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
      ...nextOf(crowded(progress) ? progress : {}),
    })
  const rollout = continued(view, course, progress)
  if (course.frozen) return frozen(view, rollout)
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
    return failed(view, course, { ...late(view, rollout, { course, progress }), ...nextOf(progress) })
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

/** Whether a slot still has its old task too, which goes once the new one was ready for the watched time. */
function crowded({ inWork }: Progress): boolean {
  return inWork.some(({ live }) => live.length > 1)
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

/**
 * Whether a rollout was complete and stays so: later failures are healed and show on the tasks. A rolled-back rollout is complete while the
 * course leads back to that revision.
 */
function isSettled(view: ServiceView, course: Course, progress: Progress): boolean {
  const { rollout, currentRevision } = view.service.status ?? {}
  const closed = rollout?.state === (course.rollingBack ? 'RolledBack' : 'Completed')
  const isOfThis = closed && rollout.revision === course.revision && currentRevision === course.revision
  return isOfThis && progress.dirty.length === 0 && !isReplacing(progress, course) && !isTakenBack(view, progress)
}

/**
 * Whether a task that is not at the goal still has to go, though its successor is there, as where an adopted container took a slot that had
 * a task.
 */
function isReplacing({ inWork }: Progress, goal: Goal): boolean {
  return inWork.some(({ live }) => live.some((task) => !isAtGoal(task, goal)))
}

/**
 * Whether the first rollout ever completed moments ago and its tasks now fail: a first deployment that crashes ends as failed, whenever it
 * was looked at.
 */
function isTakenBack({ service: { status = {} }, revisions, now }: ServiceView, { tolerated }: Progress): boolean {
  const { finishedAt = '' } = status.rollout ?? {}
  return !tolerated && revisions.length <= 1 && now - Date.parse(finishedAt) < SETTLED_MS
}

function continued(view: ServiceView, course: Course, progress: Progress): V1RolloutStatus {
  const before = view.service.status?.rollout
  const isSameRevision = before?.revision === course.revision && before.state !== 'None'
  const isSame =
    isSameRevision &&
    (course.restart === undefined || course.restart === before.restartedAt) &&
    !isBegunAgain(before, course, progress)
  const { cause: _, ...rest }: V1RolloutStatus = isSame ? before : begun(view, course)
  const cause = isSameRevision ? before.cause : undefined
  // Without a rollback the cause is dropped, though the course may lead to the same revision.
  const base = course.rollingBack ? { ...rest, cause: cause ?? FAILED_BEFORE } : rest
  // A task that is no longer available still counts as updated: its return is no progress.
  const most = Math.max(base.updated ?? 0, progress.available.length)
  const updated = Math.min(most, desiredCount(view.service, view.nodes))
  const counted = { ...base, updated, failures: progress.failed.length }
  const at = isResumed(view, course, progress) ? view.now : progressedAt(view, base, progress)
  return { ...counted, progressedAt: timestamp(at) }
}

/**
 * Whether the progress deadline starts anew: after a pause, or where an update stalled only while waiting for predecessors, and now has its
 * turn.
 */
function isResumed({ service: { status = {} }, target }: ServiceView, course: Course, progress: Progress): boolean {
  const { rollout, stalledHash } = status
  if (rollout?.state === 'Paused') return !course.held
  if (rollout?.state !== 'Stalled' || stalledHash === target?.hash || course.initial || course.proven) return false
  return stuckIn(course, progress).every((task) => task.status?.reason === taskReasons.waitingForPredecessor)
}

const OVER: ReadonlySet<string> = new Set(['Completed', 'RolledBack'])

/**
 * Whether a finished rollout starts again without a new revision: tasks must leave their nodes, or adopted containers take the slots of
 * tasks.
 */
function isBegunAgain({ state = 'None' }: V1RolloutStatus, goal: Goal, progress: Progress): boolean {
  const moves = progress.dirty.some(({ live }) => live.some((task) => replicaOf(task).leaves))
  return OVER.has(state) && (moves || isReplacing(progress, goal))
}

/** The cause for an update that failed, was rolled back, and is declared again. */
export const FAILED_BEFORE = 'it failed before, and is tried again by a retry alone'

function begun({ now }: ServiceView, { revision, restart }: Course): V1RolloutStatus {
  return { revision, startedAt: timestamp(now), ...(restart === undefined ? {} : { restartedAt: restart }) }
}

function completed(view: ServiceView, { revision, rollingBack }: Course, rollout: V1RolloutStatus): Verdict {
  const finished = { ...saying(rollout.cause, rollout), finishedAt: rollout.finishedAt ?? timestamp(view.now) }
  if (rollingBack)
    return verdict({ ...finished, ...withOlder(rollout.cause, view, revision), state: 'RolledBack' }, keepHistory(view))
  return verdict({ ...finished, state: 'Completed' }, { ...keepHistory(view), currentRevision: revision })
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

/** The new tasks that do not come up. Those that only wait for their predecessor are left out, unless there are no others. */
function stuckIn(course: Course, { inWork }: Progress): readonly V1Task[] {
  const successors = inWork.flatMap((slot) => successorIn(slot, course) ?? [])
  const stuck = successors.filter((task) => !isReady(task) || replicaOf(task).changing)
  const blocked = stuck.filter(({ status }) => status?.reason !== taskReasons.waitingForPredecessor)
  return blocked.length > 0 ? blocked : stuck
}

/**
 * The failure of a rollout that is past its deadline. Names a task that may have failed by itself, if there is one; otherwise all causes
 * may pass.
 */
function late({ service, nowhere }: ServiceView, rollout: V1RolloutStatus, { course, progress }: Late): Failure {
  const spent = `no progress for ${progressDeadline(service.spec)} s`
  if (nowhere !== undefined) return { rollout, message: `${spent}: ${nowhere}`, mayPass: true }
  const mayGoBack = course.strategy.failureAction === 'Rollback' && service.status?.currentRevision !== undefined
  const goesBack = mayGoBack && progress.available.length > 0
  const passing = goesBack ? PASSING : PASSING_OR_STAYS
  const stuck = stuckIn(course, progress)
  const cause = stuck.find(({ status }) => !passing.has(status?.reason ?? '')) ?? stuck[0]
  const { reason = 'Pending', message = 'without a word' } = cause?.status ?? {}
  const why = cause ? `: task ${cause.metadata.name} is ${reason}, ${message}` : ''
  return { rollout, message: `${spent}${why}`, mayPass: passing.has(reason) }
}

interface Late {
  readonly course: Course
  readonly progress: Progress
}

/** Reasons that pass once others act or a host answers: such a task has run nothing yet that could have failed. */
const PASSING: ReadonlySet<string> = new Set([
  ...[taskReasons.dependencyFailed, taskReasons.waitingForNamespace, taskReasons.waitingForAdoption],
  ...[taskReasons.waitingForPort, taskReasons.portTaken],
])

/** The same where no rollback is possible. Where it is, a half-done update must not wait for good for a node that fits the rest. */
const PASSING_OR_STAYS: ReadonlySet<string> = new Set([...PASSING, taskReasons.noNodeFits])

/** What outlives a rollout: the last good revision, and the failed hash until the template changes. An undo keeps that hash. */
export function keepHistory({ service, target }: ServiceView): Pick<ServicePlan, 'currentRevision' | 'stalledHash'> {
  const { status = {} } = service
  const isUndone = service.metadata.annotations?.[annotations.undone] !== undefined
  const isOfNow = target === undefined || status.stalledHash === target.hash
  return pick(status, isOfNow || isUndone ? ['currentRevision', 'stalledHash'] : ['currentRevision'])
}
