import { isObserved } from '../../api/v1/metadata.ts'
import { keyOf } from '../../api/v1/names.ts'
import { taskReasons } from '../../api/v1/reasons.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Ports } from '../runtime/ports.ts'
import { replicaOf } from './replica.ts'
import { askRestart } from './restart.ts'
import type { ServiceView } from './view.ts'

/**
 * Asks for a restart where a network or volume of the service has another name by now, and tasks run with the former one; returns whether it
 * did. Their containers can't leave that by themselves. What is meant to end leaves it by ending, a rollout under way may replace them
 * anyway, and a failed one stays failed until somebody corrects it: a restart would begin it anew.
 */
export function askToLeaveFormer(view: ServiceView, { store, clock, recorder }: Ports): boolean {
  const { service, tasks, restart, toEnd } = view
  const { metadata, status } = service
  if (metadata.deletionTimestamp || toEnd || restart !== undefined) return false
  if (!isObserved(service) || isRolling(status?.rollout) || status?.rollout?.state === 'Stalled') return false
  const left = tasks.find((task) => replicaOf(task).hasFormerName)
  if (!left) return false
  const key = keyOf(service)
  askRestart(store, key, clock.now())
  const message = `new tasks take the place of all, in the order of updates; of ${left.metadata.name}: ${left.status?.message}`
  recorder.record({ object: `Service/${key}`, type: 'Normal', reason: taskReasons.formerName, message })
  return true
}
