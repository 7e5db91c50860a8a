import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import type { Stop } from '../holds/stop.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'

/** What is left of a service that was stopped: what completed is no work that goes on, and runs no second time at a start. */
export function leftOf({ tasks }: Pick<ServiceView, 'tasks'>): readonly V1Task[] {
  return tasks.filter((task) => !replicaOf(task).completed)
}

/** A rollout that a stop comes in between goes on with the start: the time until then is none without progress. */
export function haltedRollout(rollout: V1RolloutStatus, { message }: Stop): V1RolloutStatus {
  const isUnderWay = rollout.state === 'Progressing' || rollout.state === 'RollingBack'
  return isUnderWay ? { ...rollout, state: 'Paused', message } : rollout
}
