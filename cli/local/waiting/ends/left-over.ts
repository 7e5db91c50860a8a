import { otherServiceReasons } from '../../../../api/v1/reason-groups.ts'
import { holdReasons, serviceReasons, taskReasons } from '../../../../api/v1/reasons.ts'
import { replicaOf } from '../../../../controllers/service/replica.ts'
import { RETRY_HOLD_MS } from '../../../../controllers/runtime/conditions.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import { resourceIdOf } from '../../../../store/source/reading/reading.ts'
import { isDone, type WaitView } from '../view/wait-view.ts'
import type { Fault } from './faults.ts'
import { onGoneNodes } from './gone-nodes.ts'
import { goesBack } from './goes-back.ts'
import { holdWords, SETTLE_MS, standing, type Standing } from './held.ts'
import { toFit } from './to-fit.ts'
import { pendingOf } from '../view/pending.ts'
import { lingering } from './refusals.ts'

/** By then an engine was asked once more for what it does not release, and the users of what is to go were looked for again, ms. */
const ASKED_AGAIN_MS = RETRY_HOLD_MS + 5_000

/**
 * Faults for what is not waited for once all else is done: what others keep using, what an engine keeps, what fits on no node, what is on a
 * node that is no longer declared, and what depends on any of these. Before that, ending the wait would cut off other work, which may make
 * room.
 */
export function leftOver(view: WaitView): readonly Fault[] {
  const areWaiting = new Set<string>(view.holds.flatMap(({ resources }) => resources))
  return overWith(view).filter(({ id }) => !areWaiting.has(id))
}

/** Whether only what waits for approval keeps the rest from being done. */
export function isHeldAlone(view: WaitView): boolean {
  return overWith(view).length > 0 && leftOver(view).length === 0
}

function overWith(view: WaitView): readonly Fault[] {
  const kept = leftFaults(view, '; nothing else is left to do')
  const keptIds = new Set([...kept, ...dependentsIn(view)].map(({ id }) => id))
  const isOver = view.objects.every((object) => keptIds.has(resourceIdOf(object)) || isDone(object, view))
  return isOver && !view.tasks.some(isRetiring) && view.leaving.every((id) => keptIds.has(id)) ? kept : []
}

/** The objects that wait for another service, with their reasons. */
export function dependentsIn(view: WaitView): readonly Standing[] {
  return standing(view).filter(({ reason }) => otherServiceReasons.has(reason))
}

/**
 * A fault for each object that stands for a reason which ends no wait by itself. None while work goes on or a host is silent: either may
 * make room. `end` is added to the remedy.
 */
export function leftFaults(view: WaitView, end = ''): readonly Fault[] {
  if (!view.isIdle || view.silent.length > 0) return []
  const kept = standing(view).filter((each) => isLeft(each, view))
  const fitsNot = (each: Standing) => each.reason === taskReasons.noNodeFits || isUnplacedUpdate(each, view)
  const remedyOf = (each: Standing) =>
    `${fitsNot(each) ? toFit(each.object) : 'do as it says'}, then give this command again${end}`
  const faults = kept.map(
    (each): Fault => ({ id: each.id, name: each.name, say: () => holdWords(each, view, remedyOf(each)) }),
  )
  return [...faults, ...onGoneNodes(view, end)]
}

function isLeft(each: Standing, view: WaitView): boolean {
  const { id, reason, object } = each
  if (goesBack(object)) return false
  if (!LEFT.has(reason)) return isUnplacedUpdate(each, view)
  return !lingering.has(reason) || view.now - (view.refusals?.get(id) ?? view.now) >= ASKED_AGAIN_MS
}

/** Whether all tasks to come of an update fit on no node. Its service is said to roll out, as the tasks before them run. */
function isUnplacedUpdate({ object, reason }: Standing, { tasks, now }: WaitView): boolean {
  if (object.kind !== 'Service' || reason !== serviceReasons.rollingOut) return false
  const pending = pendingOf(object, tasks).map(replicaOf)
  return pending.length > 0 && pending.every(({ unplaced, movedAt }) => unplaced && now - movedAt >= SETTLE_MS)
}

const LEFT: ReadonlySet<string> = new Set([
  ...[holdReasons.usedElsewhere, holdReasons.foreignUsers, ...lingering],
  taskReasons.noNodeFits,
])
