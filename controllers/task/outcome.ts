import type { V1Task } from '../../api/v1/generated/types.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { keyOf } from '../../api/v1/names.ts'
import { forgetLost } from '../adoption/lost.ts'
import type { Ports } from '../runtime/ports.ts'
import { dropFinalizer } from '../runtime/status.ts'
import type { TaskStep } from './step.ts'

/** Records a task's outcome; it is in storage before anything relies on it, so that a pruned job does not run again. */
export async function finish(
  task: V1Task,
  { phase, exitCode }: Extract<TaskStep, { do: 'finish' }>,
  { message, ports }: { message: string; ports: Ports },
): Promise<void> {
  ports.store.update('Task', keyOf(task), (draft) => {
    draft.status = {
      ...draft.status,
      phase,
      message,
      exitCode,
      finishedAt: draft.status?.finishedAt ?? new Date(ports.clock.now()).toISOString(),
    }
  })
  await ports.store.durable()
}

/** The task leaves the store: nothing of it is left outside. */
export async function forget(task: V1Task, { store }: Ports): Promise<void> {
  const key = keyOf(task)
  store.putFact('baseline', key, undefined)
  forgetLost(task, store)
  store.delete('Task', key)
  dropFinalizer(store, 'Task', { key, finalizer: finalizers.container })
}
