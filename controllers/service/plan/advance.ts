import type { V1Task } from '../../../api/v1/generated/types.ts'
import { by } from '../../../api/v1/language/by.ts'
import { isJob } from '../../../api/v1/service-mode.ts'
import type { Course } from '../course.ts'
import type { ServiceAction } from '../plan.ts'
import { replicaOf } from '../replica.ts'
import { type Slot, isAway, isReady, without } from '../slots.ts'
import type { ServiceView } from '../view.ts'
import { createTask } from './fill.ts'
import { lacksRoom, leavingIn } from './in-place-room.ts'
import { becomes } from './in-place.ts'
import { type Progress, givenUp, successorIn } from './rollout.ts'
import { endingIn, slotsEnding } from './stopping.ts'

interface Advancing {
  readonly slots: readonly Slot[]
  readonly progress: Progress
  readonly hasTurn: (slot: Slot) => boolean
}

/** How many slots an update passes by whose new tasks fit on no node: beyond that it is no matter of one node. */
const MOST_PASSED = 100

/** Begins the next slots of the update, as many as the strategy allows at a time. */
export function advance(
  view: ServiceView,
  course: Course,
  { slots, progress, hasTurn }: Advancing,
): readonly ServiceAction[] {
  const unplaced = slots.filter((slot) => isPassedBy(slot, course))
  const isMost = unplaced.length >= MOST_PASSED && !course.rollingBack
  const passed = new Set([...givenUp(progress), ...(isMost ? [] : unplaced)].map(numberOf))
  const refilled = slots.filter(({ live, retiring }) => live.length === 0 && retiring.length > 0)
  const taken = [...[...progress.inWork, ...refilled].map(numberOf), ...slotsEnding(view, slots, course.strategy)]
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

/**
 * Whether the others go on without this slot, as no node fits its successor. In an update, where its old task is ready meanwhile, so that
 * nothing is missing (S10); one that starts first takes room beside the old ones, for as many as the strategy allows. In a rollback,
 * always: waiting would keep the failed revision running in all other slots.
 */
export function isPassedBy(slot: Slot, course: Course): boolean {
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

/** Whether a slot has only what leaves its node and never ran: its place is no part of an update, and it is not to come up there. */
function neverRan({ live }: Slot): boolean {
  return live.map(replicaOf).every(({ leaves, untried }) => leaves && untried)
}

function runs(slot: Slot): number {
  return slot.live.some((task) => task.status?.phase === 'Running') ? 1 : 0
}

/** One order of nodes for all services: two services that swap a host's exclusive resource begin on the same host. */
const byNode = by(({ live: [task] }: Slot) => task?.spec.node ?? '')

function numberOf({ number }: Slot): number {
  return number
}
