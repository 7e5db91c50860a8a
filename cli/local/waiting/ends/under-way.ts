import type { V1Service, V1Task } from '../../../../api/v1/generated/types.ts'
import { getCondition } from '../../../../api/v1/conditions.ts'
import { isBeingDeleted, isObserved } from '../../../../api/v1/metadata.ts'
import { dependencyReasons, lackReasons, nodeHoldReasons } from '../../../../api/v1/reason-groups.ts'
import { conditionTypes, taskReasons } from '../../../../api/v1/reasons.ts'
import { isRolling } from '../../../../api/v1/rolling.ts'
import { isStopped } from '../../../../api/v1/stopped.ts'
import { isAtWork } from '../../../../controllers/service/plan/rollout.ts'
import { strategyOf } from '../../../../controllers/service/strategy.ts'
import { isRetiring } from '../../../../api/v1/task-phase.ts'
import { failed } from './failed.ts'
import { isStuck, mayStillGo } from './failing-calls.ts'
import { held, SETTLE_MS } from './held.ts'
import { isComing, pendingOf } from '../view/pending.ts'
import { isDone, isToEnd, reasonOf, tasksOf, type WaitView } from '../view/wait-view.ts'

/**
 * Whether work goes on beside what failed. A wait that ended now would leave it half done where no serve continues it, and so would the
 * next. It comes to an end: each rollout has a deadline, and a service that is to end runs to its own end. Pure.
 */
export function isUnderWay(view: WaitView): boolean {
  if (!view.isIdle || view.tasks.some((task) => mayStillGo(task, view))) return true
  return view.objects.some((object) => object.kind === 'Service' && isMoving(object, view))
}

function isMoving(service: V1Service, view: WaitView): boolean {
  if (!isObserved(service) || isBeingDeleted(service) || isStopped(service) || isDone(service, view)) return false
  if (worksToEnd(service, view)) return true
  if (!goesOn(service, view)) return false
  const alone = { ...view, objects: [service] }
  return failed(alone).length === 0 && held(alone).length === 0
}

/** Whether a task of a service that is to end works or comes up, beside another one that failed. */
function worksToEnd(service: V1Service, view: WaitView): boolean {
  if (!isToEnd(service, view)) return false
  const ofNow = tasksOf(service, view.tasks).filter(({ spec }) => spec.revision === service.status?.rollout?.revision)
  return ofNow.some((task) => !isRetiring(task) && (isAtWork(task) || isComing(task)))
}

/**
 * Whether its rollout or its tasks are making progress. While the old tasks of an update are ready, only the new ones show that; where one
 * task waits, as on a host that does not answer, the reason of its service is that, and the others go on all the same.
 */
function goesOn(service: V1Service, view: WaitView): boolean {
  const pending = pendingOf(service, view.tasks)
  const { rollout } = service.status ?? {}
  if (rollout?.state === 'Completed') return pending.some(isComing)
  if (!isRolling(rollout)) return false
  const stuck = tasksOf(service, view.tasks).filter((task) => isStuck(task, view))
  if (pending.some((task) => !WAITING.has(task.status?.reason ?? '') && !isBehind(task, stuck))) return true
  const goesToNext = pending.length === 0 && stuck.length === 0 && !WAITING.has(reasonOf(service))
  return goesToNext || isWatching(service, view)
}

/** Whether a task waits for one of these to stop. */
function isBehind({ spec, status }: V1Task, stuck: readonly V1Task[]): boolean {
  return status?.reason === taskReasons.waitingForPredecessor && stuck.some((task) => task.spec.slot === spec.slot)
}

/** Whether a new task came up so lately that its rollout goes on by itself, once that was ready for the watched time and the delay. */
function isWatching(service: V1Service, { tasks, now }: WaitView): boolean {
  const { rollout } = service.status ?? {}
  const { monitorMs, delayMs } = strategyOf(service, rollout?.state === 'RollingBack')
  return tasksOf(service, tasks).some(({ spec, status }) => {
    const { status: ready, lastTransitionTime = '' } = getCondition(status?.conditions, conditionTypes.ready) ?? {}
    const isNew = spec.revision === rollout?.revision && ready === 'True'
    return isNew && now - Date.parse(lastTransitionTime) < monitorMs + delayMs + SETTLE_MS
  })
}

/** Reasons of what waits for something else: it goes on with that, if at all. */
const WAITING: ReadonlySet<string> = new Set([
  ...[...dependencyReasons, ...nodeHoldReasons, ...lackReasons],
  ...[taskReasons.noNodeFits, taskReasons.waitingForPort, taskReasons.portTaken],
])
