import { keyOf } from '../../../api/v1/names.ts'
import { engineCounts } from '../../../engine/container/restart.ts'
import type { Ports } from '../../runtime/ports.ts'
import { ourTime, ranFor } from './engine-time.ts'
import type { ContainerView, TaskView } from '../view.ts'
import { wasStopped } from './was-stopped.ts'

/**
 * The restarts that count against `maxAttempts`, for failures of the container itself: ours, and if its policy leaves the count to the
 * engine, the engine's since the last requested start. A restart of ours, as for a failed health check, counts once and gives the engine
 * its full number again. The engine alone decides when it stops restarting.
 */
export function attempts(view: TaskView, container: ContainerView): number {
  const isEngines = engineCounts(view.task.spec.template.restartPolicy)
  return countedRestarts(view, container) + (isEngines ? (container.restartCount ?? 0) : 0)
}

/** Our restarts that count. A run longer than the policy's window resets them. */
function countedRestarts({ task, now }: TaskView, container: ContainerView): number {
  const { status = {}, spec } = task
  const windowMs = (spec.template.restartPolicy?.windowSeconds ?? 0) * 1000
  const ranMs = container.state === 'running' ? now - ourTime(container.startedAt, container) : ranFor(container)
  return windowMs > 0 && ranMs >= windowMs ? 0 : (status.countedRestarts ?? 0)
}

/**
 * Updates the counted restarts before a start. A new container starts at 0, as does one that was stopped by hand: engines do the same. A
 * start for another's sake or after the engine's own end does not count. A restart of ours was counted before its stop.
 */
export function countRestart(view: TaskView, container: ContainerView | undefined, { store }: Ports): void {
  const { status, spec } = view.task
  if (!spec.template.restartPolicy?.maxAttempts) return
  const isNew = container === undefined || container.state === 'created' || container.stoppedByHand
  if (status?.stoppedByUs && !isNew) return
  const isExcused = view.restartFor || (container && wasStopped(container))
  const counted = isNew ? 0 : countedRestarts(view, container) + (isExcused ? 0 : 1)
  store.update('Task', keyOf(view.task), (draft) => {
    draft.status = { ...draft.status, countedRestarts: counted }
  })
}

/**
 * Excuses a start that is no failure of the container: another one was replaced, somebody stopped or removed it, or its engine ended. No
 * update fails for an excused restart.
 */
export function excuseRestart({ task }: TaskView, container: ContainerView | undefined, { store }: Ports): void {
  const { startedAt, stoppedByUs, failures = 0 } = task.status ?? {}
  const isNew = container === undefined || container.state === 'created'
  const isOurs = stoppedByUs && failures === 0 // an unhealthy container is stopped for that, which counts
  if (startedAt === undefined) return
  if (!isOurs && (stoppedByUs || !(isNew || wasStopped(container)))) return
  store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, excusedRestarts: (draft.status?.excusedRestarts ?? 0) + 1 }
  })
}
