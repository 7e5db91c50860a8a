import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf } from '../../../api/v1/names.ts'
import type { Ports } from '../../runtime/ports.ts'

/** In storage before the start: what is to run after it does so after a crash in between, too (S6), at least once. */
export async function notePostStart(task: V1Task, { store }: Ports): Promise<void> {
  if (!task.spec.template.hooks?.postStart?.length) return
  store.update('Task', keyOf(task), (draft) => {
    draft.status = { ...draft.status, postStartDue: true }
  })
  await store.durable()
}

/** All of it has run. */
export function forgetPostStart(task: V1Task, { store }: Ports): void {
  store.update('Task', keyOf(task), (draft) => {
    const { postStartDue: _, ...status } = draft.status ?? {}
    draft.status = status
  })
}
