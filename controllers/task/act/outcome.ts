import type { V1Task, V1TaskStatus } from '../../../api/v1/generated/types.ts'
import { finalizers } from '../../../api/v1/labels.ts'
import { keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { forgetLost } from '../../adoption/lost.ts'
import type { Ports } from '../../runtime/ports.ts'
import { dropFinalizer } from '../../runtime/finalizers.ts'
import { nextIncarnation } from '../../service/incarnation.ts'
import type { Acting } from './acting.ts'
import { ourTime, ranFor } from '../plan/engine-time.ts'
import type { TaskStep } from '../step.ts'
import type { TaskView } from '../view.ts'
import { timestamp } from '../../../api/v1/language/timestamp.ts'

/** Records a task's outcome durably, before anything relies on it, so that a job does not run again after its container was pruned. */
export async function finish(
  { phase, exitCode }: Extract<TaskStep, { do: 'finish' }>,
  { message, seen, ports }: Pick<Acting, 'seen' | 'ports'> & { readonly message: string },
): Promise<void> {
  ports.store.update('Task', keyOf(seen.view.task), (draft) => {
    draft.status = {
      ...draft.status,
      ...{ phase, message, exitCode },
      finishedAt: endedAt(seen.view, phase),
      ...(phase === 'Completed' ? ranSeconds(seen.view) : {}),
    }
  })
  await ports.store.durable()
}

/**
 * When a task ended. For a completed one it is by our clock, as its service counts from then. For a failed one it is as the engine says it,
 * as that identifies the end.
 */
function endedAt({ now, task, containers: [container] }: TaskView, phase: 'Completed' | 'Failed'): string {
  const said = container?.finishedAt ?? task.status?.finishedAt
  if (said !== undefined && (phase === 'Failed' || container?.clockAheadMs === undefined)) return said
  return timestamp(Math.min(now, ourTime(said, container) || now))
}

/**
 * How long the last run took, by the engine's clock alone: `finishedAt` is by ours. An engine notes the start of what ends at once after its
 * end, so that none took less than 0.
 */
function ranSeconds({ task, containers: [container] }: TaskView): Pick<V1TaskStatus, 'ranSeconds'> {
  const { startedAt, finishedAt } = container ?? task.status ?? {}
  return startedAt && finishedAt ? { ranSeconds: Math.max(0, ranFor({ startedAt, finishedAt })) / 1000 } : {}
}

/** Deletes a task from the store. Nothing of it is left outside, except for what may run on a node that is gone (`mayRun`). */
export async function forget(task: V1Task, ports: Ports, { mayRun }: { readonly mayRun: boolean }): Promise<void> {
  const { store } = ports
  const key = keyOf(task)
  const service = mayRun ? store.get('Service', serviceKeyOf(task)) : undefined
  // Gives the service's next tasks other names. A container that runs where nobody looks would else count as that of a new task, and stay
  // beside it for good (S5).
  if (service) nextIncarnation(service, ports)
  store.putFact('baseline', key, undefined)
  forgetLost(task, store)
  store.delete('Task', key)
  dropFinalizer(store, 'Task', { key, finalizer: finalizers.container })
}
