import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'

/** Notes that post-start hooks are due, durably before the start: they run at least once, also after a crash in between (S6). */
export async function notePostStart(task: V1Task, { store }: Ports): Promise<void> {
  if (!task.spec.template.hooks?.postStart?.length) return
  store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, postStartDue: true }
  })
  await store.durable()
}

/** Notes that all post-start hooks have run. */
export function forgetPostStart(task: V1Task, { store }: Ports): void {
  store.update('Task', keyOf(task), (draft) => void delete draft.status?.postStartDue)
}
