import type { V1RolloutStatus, V1Task } from '../../api/v1/generated/types.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Stop } from '../holds/stop.ts'
import { replicaOf } from './replica.ts'
import type { ServiceView } from './view.ts'

/**
 * The tasks of a stopped service that are to go. Completed tasks stay: nothing of them runs, and they must not run again at the next start.
 */
export function leftOf({ tasks }: Pick<ServiceView, 'tasks'>): readonly V1Task[] {
  return tasks.filter((task) => !replicaOf(task).completed)
}

/** The rollout of a stopped service: it continues after the next start, and the time until then counts against no deadline. */
export function haltedRollout(rollout: V1RolloutStatus, { message }: Stop): V1RolloutStatus {
  return isRolling(rollout) ? { ...rollout, state: 'Paused', message } : rollout
}
