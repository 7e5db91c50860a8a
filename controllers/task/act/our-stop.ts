import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'

/** Notes a stop of ours, durably before the stop: also after a crash, an end that we asked for is no outcome of the task. */
export async function noteOurStop(task: V1Task, failed: number, { store }: Ports): Promise<void> {
  store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, stoppedByUs: true }
    if (failed > 0) draft.status.failures = (draft.status.failures ?? 0) + failed
  })
  await store.durable()
}

/** Drops that note, as the container runs again: its next end is its own. */
export function forgetOurStop(task: V1Task, { store }: Ports): void {
  if (!store.get('Task', keyOf(task))?.status?.stoppedByUs) return
  store.update('Task', keyOf(task), (draft) => void delete draft.status?.stoppedByUs)
}
