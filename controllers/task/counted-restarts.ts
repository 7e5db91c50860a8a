import { keyOf } from '../../api/v1/names.ts'
import type { Ports } from '../runtime/ports.ts'
import { ourTime, ranFor } from './engine-time.ts'
import type { ContainerView, TaskView } from './view.ts'

/**
 * Restarts that count against `maxAttempts`: those for failures of the container itself, as where the engine counts. With a window,
 * a run longer than it wipes them.
 */
export function countedRestarts({ task, now }: TaskView, container: ContainerView): number {
  const { status = {}, spec } = task
  const windowMs = (spec.template.restartPolicy?.windowSeconds ?? 0) * 1000
  const ranMs = container.state === 'running' ? now - ourTime(container.startedAt, container) : ranFor(container)
  if (windowMs > 0 && ranMs >= windowMs) return 0
  return status.countedRestarts ?? status.restarts ?? 0 // of one that an earlier version started all count
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
