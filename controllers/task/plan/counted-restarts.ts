import { keyOf } from '../../../api/v1/names.ts'
import { engineCounts } from '../../../engine/container/restart.ts'
import type { Ports } from '../../runtime/ports.ts'
import { ourTime, ranFor } from './engine-time.ts'
import type { ContainerView, TaskView } from '../view.ts'

/**
 * Restarts that count against `maxAttempts`: those for failures of the container itself, ours and, where it counts, the engine's since
 * the last start that was asked of it. So a restart of ours, as for a failing health check, is one attempt more, and gives the engine
 * all of its own again; the engine alone says when what ends by itself has had its last.
 */
export function attempts(view: TaskView, container: ContainerView): number {
  const isEngines = engineCounts(view.task.spec.template.restartPolicy)
  return countedRestarts(view, container) + (isEngines ? (container.restartCount ?? 0) : 0)
}

/** Restarts of ours that count. With a window, a run longer than it wipes them. */
function countedRestarts({ task, now }: TaskView, container: ContainerView): number {
  const { status = {}, spec } = task
  const windowMs = (spec.template.restartPolicy?.windowSeconds ?? 0) * 1000
  const ranMs = container.state === 'running' ? now - ourTime(container.startedAt, container) : ranFor(container)
  return windowMs > 0 && ranMs >= windowMs ? 0 : (status.countedRestarts ?? 0)
}

/**
 * Notes what counts once a container is started now. A new one begins anew, and one that somebody stopped, as with the engine; a start
 * for the sake of another, or after the engine's own end, is no failure. What we stopped to restart it was counted before the stop.
 */
export function countRestart(view: TaskView, container: ContainerView | undefined, { store }: Ports): void {
  const { status, spec } = view.task
  if (!spec.template.restartPolicy?.maxAttempts) return
  const isNew = container === undefined || container.state === 'created' || container.stoppedByHand
  if (status?.stoppedByUs && !isNew) return
  const isExcused = view.restartFor || container?.endedWithEngine
  const counted = isNew ? 0 : countedRestarts(view, container) + (isExcused ? 0 : 1)
  store.update('Task', keyOf(view.task), (draft) => {
    draft.status = { ...draft.status, countedRestarts: counted }
  })
}

/**
 * Notes that a container that ran before is started now for no failure of its own: another one was replaced, or somebody stopped or
 * removed it, or its engine ended. No update fails for that.
 */
export function excuseRestart({ task }: TaskView, container: ContainerView | undefined, { store }: Ports): void {
  const { startedAt, stoppedByUs, failures = 0 } = task.status ?? {}
  const isNew = container === undefined || container.state === 'created'
  const isOurs = stoppedByUs && failures === 0 // what is unhealthy is stopped for that, and it counts
  if (startedAt === undefined) return
  if (!isOurs && (stoppedByUs || !(isNew || container.stoppedByHand || container.endedWithEngine))) return
  store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, excusedRestarts: (draft.status?.excusedRestarts ?? 0) + 1 }
  })
}
