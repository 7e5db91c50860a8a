import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import { stableJson } from '../../api/v1/hash.ts'
import { deadlineOf, failureOf, progressedAt, progressOf, replaceable, type Progress } from './rollout.ts'
import { desiredCount, isJob, isGlobal, slotsOf, wantedSlots, type Slot } from './slots.ts'
import { strategyOf, type Strategy } from './strategy.ts'
import type { AdoptableContainer, ServiceView } from './view.ts'

export type ServiceAction =
  | { readonly do: 'adopt'; readonly container: AdoptableContainer; readonly because: string }
  | {
      readonly do: 'createTask'
      readonly slot: number
      readonly revision: string
      readonly attempt: number
      readonly node?: string
      readonly because: string
    }
  | { readonly do: 'revise'; readonly task: V1Task; readonly revision: string; readonly because: string }
  | { readonly do: 'retire'; readonly task: V1Task; readonly because: string }

/** What one service needs now, and where its rollout stands then. */
export interface ServicePlan {
  readonly actions: readonly ServiceAction[]
  readonly rollout: V1RolloutStatus
  /** The revision that the rollout leads to. */
  readonly revision?: string
  /** The revision that every slot ran when the last rollout completed. */
  readonly currentRevision?: string
  readonly stalledHash?: string
  /** Look again then, ms since the epoch. */
  readonly nextAt?: number
}

/**
 * What one service needs: its slots filled, its surplus retired, and one step of its rollout. Pure and total. A slot's old
 * task goes only when its successor has everything that it needs, so a broken update costs no running task (S10).
 */
export function planService(view: ServiceView): ServicePlan {
  const { status = {} } = view.service
  const kept = { rollout: status.rollout ?? { state: 'None' as const }, ...keepHistory(status) }
  const adoptions = view.adoptable.map(
    (container): ServiceAction => ({ do: 'adopt', container, because: 'its labels say it is ours' }),
  )
  if (adoptions.length > 0) return { ...kept, actions: adoptions }
  if (isEnding(view)) return { ...kept, actions: retireAll(view.tasks, 'the service is deleted') }
  if (!view.target) return { ...kept, actions: [] }
  const slots = slotsOf(view.service, view.tasks, view.nodes)
  const eligible = isGlobal(view.service) ? slots.filter((slot) => slot.node !== undefined) : slots
  const wanted = wantedSlots(eligible, desiredCount(view.service, view.nodes))
  const unwanted = slots.filter((slot) => !wanted.includes(slot)).flatMap((slot) => slot.live)
  const rollout = planRollout(view, wanted)
  return { ...rollout, actions: [...retireAll(unwanted, surplusReason(view)), ...rollout.actions] }
}

function planRollout(view: ServiceView, slots: readonly Slot[]): ServicePlan {
  const course = courseOf(view, slots)
  const { revision, strategy, initial, frozen } = course
  const progress = progressOf(slots, revision, { strategy, now: view.now, initial })
  const verdict = judge(view, course, progress)
  const turned = verdict.state === 'RollingBack' && !course.rollingBack
  const halted = frozen || turned || (verdict.state === 'Stalled' && !initial)
  const actions = [
    ...slots.flatMap((slot) => fill(view, course, slot)),
    ...slots.flatMap((slot) => retireAll(replaceable(slot, revision), `${revision} takes its place`)),
    ...(halted ? [] : advance(view, course, progress)),
  ]
  return { ...verdict.result, actions, revision }
}

/** What this pass works towards. */
interface Course {
  readonly revision: string
  readonly strategy: Strategy
  /** Nothing of another revision runs, nor ran: there is nothing to spare. */
  readonly initial: boolean
  readonly rollingBack: boolean
  /** Slots of other revisions are left alone. */
  readonly frozen: boolean
}

function courseOf(view: ServiceView, slots: readonly Slot[]): Course {
  const { status = {} } = view.service
  const wanted = view.target?.hash ?? ''
  const failedBefore = status.stalledHash === wanted
  const rollingBack = failedBefore && isRollback(status.rollout) && status.currentRevision !== undefined
  const revision = rollingBack && status.currentRevision ? status.currentRevision : wanted
  const others = slots.some((slot) => [...slot.live, ...slot.retiring].some((task) => task.spec.revision !== revision))
  const initial =
    !others && (status.currentRevision === undefined || status.currentRevision === revision) && !rollingBack
  return {
    revision,
    strategy: strategyOf(view.service, rollingBack),
    initial,
    rollingBack,
    frozen: view.paused !== undefined || (failedBefore && !rollingBack),
  }
}

function isRollback(rollout: V1RolloutStatus | undefined): boolean {
  return rollout?.state === 'RollingBack' || rollout?.state === 'RolledBack'
}

/** A slot without a task gets one: of the new revision, or while the rollout stands still of the one that is known good. */
function fill(view: ServiceView, course: Course, slot: Slot): readonly ServiceAction[] {
  if (slot.live.length > 0 || exceedsConcurrency(view, slot)) return []
  const current = view.service.status?.currentRevision
  const revision = course.frozen && current !== undefined ? current : course.revision
  const because = slot.retiring.length > 0 ? 'the slot is to run again' : 'the slot has no task'
  return [createTask(slot, revision, because)]
}

/** Starts the next slots of the update, as many as the strategy allows at a time. */
function advance(view: ServiceView, course: Course, progress: Progress): readonly ServiceAction[] {
  const room = course.strategy.parallelism - progress.inWork.length
  if (room <= 0) return []
  const next = [...progress.dirty].sort((a, b) => runs(a) - runs(b) || a.number - b.number)
  return next.slice(0, Number.isFinite(room) ? room : undefined).map((slot) => renew(view, course, slot))
}

function renew(view: ServiceView, { revision, rollingBack }: Course, slot: Slot): ServiceAction {
  const [old] = slot.live
  const to =
    view.revisions.find((candidate) => candidate.spec.hash === revision)?.spec.template ?? view.target?.template
  const because = rollingBack ? `rolled back to ${revision}` : `${old?.spec.revision ?? 'it'} → ${revision}`
  if (old && to && sameContents(view, old, revision) && view.inPlace(old.spec.template, to))
    return { do: 'revise', task: old, revision, because: `${because}, in place` }
  return createTask(slot, revision, because)
}

/** New bytes are mounted from another place: that takes a new container. */
function sameContents({ target, revisions }: ServiceView, old: V1Task, revision: string): boolean {
  const wanted =
    target?.hash === revision ? target.contents : revisions.find(({ spec }) => spec.hash === revision)?.spec.contents
  return stableJson(wanted ?? {}) === stableJson(old.spec.contents ?? {})
}

interface Verdict {
  readonly state: V1RolloutStatus['state']
  readonly result: Omit<ServicePlan, 'actions'>
}

/** Where the rollout stands: complete, failed (and what follows), or under way. */
function judge(view: ServiceView, course: Course, progress: Progress): Verdict {
  const { status = {} } = view.service
  const rollout = continued(view, course, progress)
  const total = desiredCount(view.service, view.nodes)
  const complete = progress.available.length >= total && progress.dirty.length === 0
  if (isSettled(view, course, progress)) return verdict(status.rollout ?? {}, keepHistory(status))
  if (complete && !course.frozen) return completed(view, course, rollout)
  if (course.frozen)
    return verdict(
      {
        ...rollout,
        state: view.paused !== undefined ? 'Paused' : 'Stalled',
        ...(view.paused ? { message: view.paused } : {}),
      },
      keepHistory(status),
    )
  const deadline = deadlineOf(view, rollout, progress)
  const late = view.now >= deadline
  const tooMany = total > 0 && progress.failed.length / total > course.strategy.maxFailureRatio
  if (late || (tooMany && course.strategy.failureAction !== 'Continue'))
    return failed(view, course, {
      rollout,
      message: late ? lateMessage(view, progress) : failureOf(progress, course.revision),
    })
  const nextAt = Math.min(progress.nextAt ?? Number.POSITIVE_INFINITY, deadline)
  return verdict(
    { ...rollout, state: course.rollingBack ? 'RollingBack' : 'Progressing' },
    { ...keepHistory(status), nextAt },
  )
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
  return { ...counted, progressedAt: iso(progressedAt(view, base, progress)) }
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

function createTask(slot: Slot, revision: string, because: string): ServiceAction {
  const attempts = [...slot.live, ...slot.retiring]
    .filter((task) => task.spec.revision === revision)
    .map((task) => task.spec.attempt ?? 0)
  const attempt = attempts.length > 0 ? Math.max(...attempts) + 1 : 0
  return { do: 'createTask', slot: slot.number, revision, attempt, because, ...(slot.node ? { node: slot.node } : {}) }
}

function retireAll(tasks: readonly V1Task[], because: string): readonly ServiceAction[] {
  return tasks.filter((task) => task.spec.desiredState !== 'Removed').map((task) => ({ do: 'retire', task, because }))
}

/** Jobs run at most `maxConcurrent` tasks at a time; the others wait for their turn without a Task. */
function exceedsConcurrency(view: ServiceView, slot: Slot): boolean {
  const limit = view.service.spec.maxConcurrent
  if (!isJob(view.service) || limit === undefined || limit === 0) return false
  const open = view.tasks.filter((task) => task.status?.phase !== 'Completed' && task.spec.slot < slot.number).length
  const missingBefore = slot.number - 1 - view.tasks.filter((task) => task.spec.slot < slot.number).length
  return open + missingBefore >= limit
}

function isEnding({ service }: ServiceView): boolean {
  return service.metadata.deletionTimestamp !== undefined
}

function surplusReason({ service }: ServiceView): string {
  return `${service.spec.replicas ?? 1} replicas are wanted`
}

function runs(slot: Slot): number {
  return slot.live.some((task) => task.status?.phase === 'Running') ? 1 : 0
}

function keepHistory(status: { currentRevision?: string; stalledHash?: string }): {
  currentRevision?: string
  stalledHash?: string
} {
  const { currentRevision, stalledHash } = status
  return {
    ...(currentRevision !== undefined ? { currentRevision } : {}),
    ...(stalledHash !== undefined ? { stalledHash } : {}),
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
