import { by } from '../../api/v1/language/by.ts'
import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import type { Take } from '../adoption/view.ts'
import { arrivalsOf } from './plan/arrivals.ts'
import { courseOf, type Course } from './course.ts'
import { createTask, fill } from './plan/fill.ts'
import { endings, forsakenAs, withoutForsaken } from './plan/forsaken.ts'
import { dueHandOvers, handOver, relieved } from './plan/hand-over.ts'
import { becomes } from './plan/in-place.ts'
import { lacksRoom, leavingIn } from './plan/in-place-room.ts'
import { turnsIn } from './plan/job-turns.ts'
import { outrun } from './plan/outrun.ts'
import { renamed } from './plan/renamed.ts'
import { planPaused } from './plan/paused.ts'
import { replicaOf } from './replica.ts'
import { retireAll } from './plan/retire.ts'
import { isFailedRollout, planRetry } from './retry.ts'
import { givenUp, isLastOfAll, progressOf, replaceable, successorIn, type Progress } from './plan/rollout.ts'
import { isAway, isReady, slotsOf, wantedSlots, type Slot } from './slots.ts'
import { endingIn, slotsEnding } from './plan/stopping.ts'
import { haltedRollout, leftOf } from './stopped.ts'
import { judge, keepHistory, type Verdict } from './plan/verdict.ts'
import { turnAway } from './plan/turned-away.ts'
import type { AdoptableContainer, ServiceView } from './view.ts'

export type ServiceAction =
  | { readonly do: 'take'; readonly take: Take; readonly because: string }
  | {
      readonly do: 'adopt'
      readonly container: AdoptableContainer
      /** The task is created as retiring: the container is to be removed. */
      readonly retired?: true
      readonly because: string
    }
  | {
      readonly do: 'createTask'
      readonly slot: number
      readonly revision: string
      /** The least attempt number: the next one whose name is free is taken. */
      readonly attempt: number
      readonly node?: string
      /** It stands in for a task of this slot while that task's host is lost. */
      readonly standsIn?: true
      readonly because: string
    }
  | { readonly do: 'revise'; readonly task: V1Task; readonly revision: string; readonly because: string }
  /** Marks or unmarks a task as one to be replaced on another node. */
  | { readonly do: 'leave'; readonly task: V1Task; readonly leaves: boolean; readonly because: string }
  /** Binds the task to the node where its container was found. */
  | { readonly do: 'rebind'; readonly task: V1Task; readonly node: string; readonly because: string }
  | { readonly do: 'rename'; readonly task: V1Task; readonly name: string; readonly because: string }
  /** `evicted`: its host is lost, and another task runs in its place. */
  | { readonly do: 'retire'; readonly task: V1Task; readonly evicted?: true; readonly because: string }
  /** These controllers end, and those in the task's container take over: they are updating themselves. */
  | { readonly do: 'handOver'; readonly task: V1Task; readonly because: string }

/** The actions that a service needs now, and the state of its rollout after them. */
export interface ServicePlan {
  readonly actions: readonly ServiceAction[]
  readonly rollout: V1RolloutStatus
  /** The revision that the rollout leads to. */
  readonly revision?: string
  /** The revision that every slot ran when the last rollout completed. */
  readonly currentRevision?: string
  readonly stalledHash?: string
  /** When to look again, ms since the epoch. */
  readonly nextAt?: number
  /** Whether the spec is not decided on yet: tasks are bound to what was found first, and the next pass counts them. */
  readonly isUndecided?: true
}

/**
 * Plans what one service needs: fill slots, retire surplus tasks, advance the rollout by one step. Pure and total. An old task retires only
 * when its successor has everything that it needs, so a broken update costs no running task (S10). Tasks that can't go on where they are
 * (`forsaken`) are planned as if retiring. Of a paused service nothing is decided.
 */
export function planService(view: ServiceView): ServicePlan {
  const { astray, paused } = view
  if (paused) return planPaused(view, paused)
  if (astray && !isEnding(view) && !view.stopped) return undecided(view, rebound(view, astray))
  if (!view.forsaken || isEnding(view) || view.stopped) return planPresent(view)
  // Retire the task first: its container is then adopted under the new node name. A replacement created now would take its slot.
  const renamed = forsakenAs('renamed', view)
  if (renamed.length > 0) return undecided(view, retireAll(renamed, 'its host has another name now'))
  const present = withoutForsaken(view)
  const places = placesOf(present)
  const plan = planPresent(present, places)
  const wanted = new Set(places.wanted.map(({ number }) => number))
  const filled = { actions: plan.actions, isWanted: (slot: number) => wanted.has(slot) }
  const ends = endings(view, filled)
  const nextAt = Math.min(plan.nextAt ?? Number.POSITIVE_INFINITY, ends.nextAt)
  return { ...plan, actions: [...ends.actions, ...plan.actions], ...(Number.isFinite(nextAt) ? { nextAt } : {}) }
}

/** Binds tasks to the node where their container runs, instead of creating new containers. */
function rebound({ tasks }: ServiceView, astray: NonNullable<ServiceView['astray']>): readonly ServiceAction[] {
  return tasks.flatMap((task) => {
    const node = astray.get(task.metadata.name)
    if (node === undefined) return []
    const because = `the container of ${task.metadata.name} is on ${node}, and none is on ${task.spec.node ?? 'another'}: it goes on there`
    return [{ do: 'rebind' as const, task, node, because }]
  })
}

function planPresent(view: ServiceView, { wanted, unwanted } = placesOf(view)): ServicePlan {
  const kept = standing(view)
  if (view.retry && !isEnding(view) && isFailedRollout(view.service)) return planRetry(view)
  // Without the content of its Secrets nobody knows which revision a container is of. Surplus tasks go whatever their revision.
  if (!view.target && !isEnding(view) && !view.stopped)
    return { ...kept, actions: retireAll(unwanted, surplusReason(view)) }
  const arrivals = arrivalsOf(view)
  if (arrivals.length > 0) return undecided(view, arrivals)
  if (isEnding(view)) return { ...kept, actions: retireAll(view.tasks, 'the service is deleted') }
  if (view.stopped) {
    const rollout = haltedRollout(kept.rollout, view.stopped)
    return { ...kept, rollout, actions: retireAll(leftOf(view), 'it is stopped by hand') }
  }
  const { told, actions } = turnAway(view)
  const rollout = planRollout(told, told === view ? wanted : placesOf(told).wanted)
  return { ...rollout, actions: [...retireAll(unwanted, surplusReason(view)), ...actions, ...rollout.actions] }
}

/** A plan that only lets tasks be where their containers are: what the spec says is decided in the pass after it. */
function undecided(view: ServiceView, actions: readonly ServiceAction[]): ServicePlan {
  return { ...standing(view), actions, isUndecided: true }
}

/** The rollout as the status has it, unchanged. */
function standing(view: ServiceView) {
  return { rollout: view.service.status?.rollout ?? { state: 'None' as const }, ...keepHistory(view) }
}

/** The slots that are to have a task, and the live tasks of all other slots. */
function placesOf(view: ServiceView): {
  readonly wanted: readonly Slot[]
  readonly unwanted: readonly V1Task[]
} {
  const { service, tasks, nodes } = view
  const slots = slotsOf(service, tasks, nodes)
  const eligible = isGlobal(service.spec) ? slots.filter((slot) => slot.node !== undefined) : slots
  const wanted = wantedSlots(eligible, view)
  return { wanted, unwanted: slots === wanted ? [] : without(slots, wanted).flatMap((slot) => slot.live) }
}

function without(slots: readonly Slot[], wanted: readonly Slot[]): readonly Slot[] {
  const isWanted = new Set(wanted)
  return slots.filter((slot) => !isWanted.has(slot))
}

function planRollout(view: ServiceView, slots: readonly Slot[]): ServicePlan {
  const asked = courseOf(view, slots)
  const progress = progressOf(slots, asked, view.now)
  const verdict = judge(view, asked, progress)
  // A rollout that fails in this pass takes no further step in it.
  const course = hasFailed(view, verdict) ? { ...asked, frozen: true } : asked
  const { revision, initial, frozen, held } = course
  const halted = frozen || held || isLastOfAll(view, progress) || (verdict.state === 'Stalled' && !initial)
  const hasTurn = turnsIn(view, slots, progress)
  const steps = [
    ...slots.filter((slot) => slot.live.length === 0 && hasTurn(slot)).map((slot) => fill(view, course, slot)),
    ...(frozen ? superseded(view, course, slots) : replaced(view, course, { slots, progress })),
    ...(halted ? [] : [...outrun(view, course, progress), ...advance(view, course, { slots, progress, hasTurn })]),
    ...relieved(view, course, progress),
  ]
  const actions = [...steps, ...renamed(view, course, { slots, steps })]
  return { ...verdict.result, revision, ...dueHandOvers(actions, view, verdict.result.nextAt) }
}

function hasFailed({ service: { status } }: ServiceView, { result }: Verdict): boolean {
  return result.stalledHash !== undefined && result.stalledHash !== status?.stalledHash
}

function replaced(
  { ourselves }: ServiceView,
  course: Course,
  { slots, progress }: { readonly slots: readonly Slot[]; readonly progress: Progress },
): readonly ServiceAction[] {
  if (!slots.some((slot) => slot.live.length > 1)) return []
  const { revision, strategy } = course
  const available = new Set(progress.available)
  // Slots whose old task is gone and whose new one is not up, or up for less than the delay: the strategy limits how many there may be at a
  // time. Several may get a place at once that had none.
  const inWork = new Set(progress.inWork)
  const done = new Set([...progress.available.filter((slot) => !inWork.has(slot)), ...givenUp(progress)])
  const isMissing = (slot: Slot) =>
    slot.live.length === 1 && successorIn(slot, course) && !done.has(slot) && !isPassedBy(slot, course)
  const missing = slots.filter(isMissing)
  let room = strategy.parallelism - missing.length
  return slots.flatMap((slot) => {
    const beReady = strategy.order === 'StopFirst' || available.has(slot)
    const old = replaceable(slot, course, { bePrepared: room > 0 && !ourselves, beReady })
    const successor = successorIn(slot, course)
    if (old.some((task) => !replicaOf(task).wanting) && successor && replicaOf(successor).prepared) room--
    if (successor && old.some(({ metadata }) => metadata.name === ourselves?.task)) return [handOver(successor)]
    return retireAll(old, `${revision} takes its place`)
  })
}

/**
 * While frozen, retires tasks without a container whose revision is neither the course's nor the last good one: nobody goes back to those.
 */
function superseded({ service }: ServiceView, course: Course, slots: readonly Slot[]): readonly ServiceAction[] {
  const { currentRevision } = service.status ?? {}
  const isStale = (task: V1Task) => {
    const { wanting, revision } = replicaOf(task)
    return wanting && revision !== course.revision && revision !== currentRevision
  }
  const crowded = slots.filter(({ live }) => live.length > 1)
  return retireAll(
    crowded.flatMap(({ live }) => live.filter(isStale)),
    `${course.revision} takes its place`,
  )
}

interface Advancing {
  readonly slots: readonly Slot[]
  readonly progress: Progress
  readonly hasTurn: (slot: Slot) => boolean
}

/** How many slots an update passes by whose new tasks fit on no node: beyond that it is no matter of one node. */
const MOST_PASSED = 100

/** Begins the next slots of the update, as many as the strategy allows at a time. */
function advance(view: ServiceView, course: Course, { slots, progress, hasTurn }: Advancing): readonly ServiceAction[] {
  const unplaced = slots.filter((slot) => isPassedBy(slot, course))
  const isMost = unplaced.length >= MOST_PASSED && !course.rollingBack
  const passed = new Set([...givenUp(progress), ...(isMost ? [] : unplaced)].map(numberOf))
  const taken = [...progress.inWork.map(numberOf), ...slotsEnding(view, slots, course.strategy)]
  const begun = new Set(taken.filter((number) => !passed.has(number))).size
  const room = isJob(view.service.spec) ? Number.POSITIVE_INFINITY : Math.max(0, course.strategy.parallelism - begun)
  const dirty = room > 0 ? progress.dirty : progress.dirty.filter(neverRan)
  if (dirty.length === 0) return []
  // A slot whose host does not answer gets its turn when the host is back.
  const waits = dirty.filter((slot) => slot.node === undefined || !isAway(slot))
  // What changes where it is comes first: one that moves, for want of room, might take the room of another.
  const moving = new Set(waits.filter((slot) => lacksRoom(view, { slot, course }) !== undefined))
  const moves = (slot: Slot) => (moving.has(slot) ? 1 : 0)
  const inOrder = waits
    .sort((a, b) => runs(a) - runs(b) || moves(a) - moves(b) || byNode(a, b) || a.number - b.number)
    .filter(hasTurn)
  const idle = inOrder.filter(neverRan)
  const next = [...idle, ...without(inOrder, idle).slice(0, room)]
  const free = next.filter((slot) => isFree(slot, course))
  // During a restart, wait until all are free: their nodes are chosen together, else the first one free would get its pick.
  if (course.restart !== undefined && free.length < next.length) return []
  const turning = { beside: [] as V1Task[], gone: [...leavingIn(slots, course)] }
  return free.flatMap((slot) => {
    const action = renew(view, course, { slot, ...turning })
    if (action?.do === 'revise') turning.beside.push(action.task)
    else if (action) turning.gone.push(...slot.live)
    return action ?? []
  })
}

/** Whether a slot has only what leaves its node and never ran: its place is no part of an update, and it is not to come up there. */
function neverRan({ live }: Slot): boolean {
  return live.map(replicaOf).every(({ leaves, untried }) => leaves && untried)
}

/**
 * Whether the others go on without this slot, as no node fits its successor. In an update, where its old task is ready meanwhile, so that
 * nothing is missing (S10); one that starts first takes room beside the old ones, for as many as the strategy allows. In a rollback,
 * always: waiting would keep the failed revision running in all other slots.
 */
function isPassedBy(slot: Slot, course: Course): boolean {
  const successor = successorIn(slot, course)
  if (!successor || !replicaOf(successor).unplaced) return false
  return course.rollingBack || (course.strategy.order === 'StopFirst' && slot.live.some(isReady))
}

/**
 * Whether a successor can be created beside the old task. No retiring task on its node may have the successor's temporary name: any of the
 * same revision, and under a restart any at all, as the old task may itself still have that name. Nor may an ending task hold a host port
 * that it needs.
 */
function isFree({ live, retiring }: Slot, { revision, restart, strategy }: Course): boolean {
  if (restart !== undefined && live.length > 1) return false
  if (strategy.awaitsEnds && live.length + endingIn({ tasks: retiring }, strategy).length > 1) return false
  const beside = retiring.filter((task) => task.spec.node === live[0]?.spec.node)
  return !beside.some((task) => restart !== undefined || replicaOf(task).revision === revision)
}

interface Renewing {
  readonly slot: Slot
  /** The tasks that this pass changes in place. */
  readonly beside: readonly V1Task[]
  /** The tasks of the service that leave their nodes. */
  readonly gone: readonly V1Task[]
}

/** How a slot is brought to the goal; undefined: it waits, as others of the service are about to leave it room on its node. */
function renew(view: ServiceView, course: Course, { slot, beside, gone }: Renewing): ServiceAction | undefined {
  const { revision, rollingBack, restart } = course
  const [old] = slot.live
  if (old && isOfBefore(old, restart)) return createTask(slot, revision, 'it is restarted')
  if (old && replicaOf(old).leaves)
    return createTask(slot, revision, view.moving?.get(old.metadata.name) ?? `it leaves ${old.spec.node}`)
  const because = rollingBack ? `rolled back to ${revision}` : `${old?.spec.revision ?? 'it'} → ${revision}`
  if (!old || !becomes(view, old, revision)) return createTask(slot, revision, because)
  const short = lacksRoom(view, { slot, course }, { beside })
  if (short === undefined) return { do: 'revise', task: old, revision, because: `${because}, in place` }
  if (lacksRoom(view, { slot, course }, { beside, gone }) === undefined) return undefined
  return createTask(slot, revision, `${because}, not in place, as there is no room for it on ${short}`)
}

function isOfBefore(task: V1Task, restart: string | undefined): boolean {
  return restart !== undefined && replicaOf(task).restart !== restart
}

function isEnding({ service }: ServiceView): boolean {
  return service.metadata.deletionTimestamp !== undefined
}

function surplusReason({ service }: ServiceView): string {
  return `${service.spec.replicas ?? 1} replicas are wanted`
}

function numberOf({ number }: Slot): number {
  return number
}

function runs(slot: Slot): number {
  return slot.live.some((task) => task.status?.phase === 'Running') ? 1 : 0
}

/** One order of nodes for all services: two services that swap a host's exclusive resource begin on the same host. */
const byNode = by(({ live: [task] }: Slot) => task?.spec.node ?? '')
