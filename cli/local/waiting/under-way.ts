import type { V1Service, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { getCondition, isTrue } from '../../../api/v1/conditions.ts'
import { isBeingDeleted, isObserved } from '../../../api/v1/metadata.ts'
import { dependencyReasons, lackReasons, nodeHoldReasons } from '../../../api/v1/reason-groups.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
import { isRolling } from '../../../api/v1/rolling.ts'
import { isStopped } from '../../../api/v1/stopped.ts'
import { isRetiring } from '../../../controllers/task/phase.ts'
import { failed } from './failed.ts'
import { held } from './held.ts'
import { isDone, tasksOf, type WaitView } from './wait-view.ts'

/**
 * Whether anything goes on beside what failed: a wait that ended before would leave it half done where no serve goes on with it, and
 * would again the next time. Each rollout has a deadline, so this comes to an end. Pure.
 */
export function isUnderWay(view: WaitView): boolean {
  return !view.isIdle || view.objects.some((object) => object.kind === 'Service' && isMoving(object, view))
}

function isMoving(service: V1Service, view: WaitView): boolean {
  if (!isObserved(service) || isBeingDeleted(service) || isStopped(service) || isDone(service)) return false
  if (!goesOn(service, pendingOf(service, view))) return false
  const alone = { ...view, objects: [service] }
  return failed(alone) === undefined && held(alone) === undefined
}

/** Where the old tasks of an update are ready, the new ones alone say how it stands. */
function goesOn(service: V1Service, pending: readonly V1TaskStatus[]): boolean {
  const { rollout } = service.status ?? {}
  if (rollout?.state === 'Completed')
    return pending.some(({ reason = '', failures = 0 }) => COMING.has(reason) && failures === 0)
  if (!isRolling(rollout) || WAITING.has(reasonOf(service))) return false
  return pending.length === 0 || pending.some(({ reason = '' }) => !WAITING.has(reason))
}

function pendingOf(service: V1Service, { tasks }: WaitView): readonly V1TaskStatus[] {
  const live = tasksOf(service, tasks).filter((task) => !isRetiring(task))
  return live.flatMap(({ status = {} }) => (isTrue(status.conditions, conditionTypes.ready) ? [] : [status]))
}

function reasonOf({ status }: V1Service): string {
  return getCondition(status?.conditions, conditionTypes.ready)?.reason ?? ''
}

/** What was scaled or healed, and comes up. */
const COMING: ReadonlySet<string> = new Set([
  ...[taskReasons.unscheduled, taskReasons.scheduled, taskReasons.waitingForPredecessor, taskReasons.pulling],
  ...[taskReasons.building, taskReasons.creating, taskReasons.starting, taskReasons.healthStarting],
])

/** What waits for something else moves with that, if at all. */
const WAITING: ReadonlySet<string> = new Set([
  ...[...dependencyReasons, ...nodeHoldReasons, ...lackReasons],
  ...[taskReasons.noNodeFits, taskReasons.waitingForPort, taskReasons.portTaken],
])
