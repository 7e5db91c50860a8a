import { isObserved } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Ports } from '../runtime/ports.ts'
import { replicaOf } from './replica.ts'
import { askRestart } from './restart.ts'
import type { ServiceView } from './view.ts'

/**
 * Asks for a restart where a network of the service has another name by now, and tasks are in both; returns whether it did. Their containers
 * can't leave the former one by themselves. A rollout under way replaces them anyway, and what is meant to end leaves it by ending.
 */
export function askToLeaveNetwork(view: ServiceView, { store, clock, recorder }: Ports): boolean {
  const { service, tasks, restart, toEnd } = view
  const { deletionTimestamp } = service.metadata
  if (deletionTimestamp || toEnd || restart !== undefined) return false
  if (!isObserved(service) || isRolling(service.status?.rollout)) return false
  const left = tasks.find((task) => replicaOf(task).onFormerNetwork)
  if (!left) return false
  const key = keyOf(service)
  askRestart(store, key, clock.now())
  const message = `new tasks take the place of all, in the order of updates; of ${left.metadata.name}: ${left.status?.message}`
  recorder.record({ object: `Service/${key}`, type: 'Normal', reason: taskReasons.formerNetwork, message })
  return true
}
