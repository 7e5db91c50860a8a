import type { V1Service } from '../../../api/v1/generated/types.ts'
import { getCondition, isTrue } from '../../../api/v1/conditions.ts'
import { isBeingDeleted, isObserved } from '../../../api/v1/metadata.ts'
import { dependencyReasons, nodeHoldReasons } from '../../../api/v1/reason-groups.ts'
import { conditionTypes, taskReasons } from '../../../api/v1/reasons.ts'
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
  if (!MOVING.has(service.status?.rollout?.state ?? '') || waits(service, view)) return false
  const alone = { ...view, objects: [service] }
  return failed(alone) === undefined && held(alone) === undefined
}

/** Whether it can't go on by itself; where its old tasks are ready, those of the update alone say so. */
function waits(service: V1Service, { tasks }: WaitView): boolean {
  if (WAITING.has(reasonOf(service))) return true
  const live = tasksOf(service, tasks).filter((task) => !isRetiring(task))
  const pending = live.filter(({ status }) => !isTrue(status?.conditions, conditionTypes.ready))
  return pending.length > 0 && pending.every(({ status }) => WAITING.has(status?.reason ?? ''))
}

function reasonOf({ status }: V1Service): string {
  return getCondition(status?.conditions, conditionTypes.ready)?.reason ?? ''
}

const MOVING: ReadonlySet<string> = new Set(['Progressing', 'RollingBack'])

/** What waits for something else moves with that, if at all. */
const WAITING: ReadonlySet<string> = new Set([
  ...[...dependencyReasons, ...nodeHoldReasons, taskReasons.noNodeFits, taskReasons.waitingForPort],
  ...[taskReasons.waitingForNetwork, taskReasons.waitingForVolume],
  ...[taskReasons.waitingForSecret, taskReasons.waitingForConfig],
])
