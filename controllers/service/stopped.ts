import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Stop } from '../holds/stop.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'

/** What is left of a service that was stopped: what completed is no work that goes on, and runs no second time at a start. */
export function leftOf({ tasks }: Pick<ServiceView, 'tasks'>): readonly V1Task[] {
  return tasks.filter((task) => !replicaOf(task).completed)
}

/** A rollout that a stop comes in between goes on with the start: the time until then is none without progress. */
export function haltedRollout(rollout: V1RolloutStatus, { message }: Stop): V1RolloutStatus {
  return isRolling(rollout) ? { ...rollout, state: 'Paused', message } : rollout
}
