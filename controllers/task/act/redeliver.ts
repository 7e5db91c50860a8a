import type { V1DeliveryOnNode, V1Task } from '../../../api/v1/generated/types.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { referencesOf } from '../../delivery/path.ts'
import type { Ports } from '../../runtime/ports.ts'

/**
 * Marks a task's deliveries on its node as Unknown after a start that failed for a missing bind source, as when a reboot cleared memory:
 * the bytes are delivered again.
 */
export function redeliver(task: V1Task, error: unknown, { store }: Ports): void {
  if (!lacksDelivery(error)) return
  for (const { kind, name } of referencesOf(task.spec.template)) {
    store.update(kind, keyFor(task.metadata.namespace, name), (draft: { status?: { nodes?: V1DeliveryOnNode[] } }) => {
      for (const entry of draft.status?.nodes ?? []) if (entry.node === task.spec.node) entry.state = 'Unknown'
    })
  }
}

/** Whether an engine missed a delivered file. Engines name the path before or after what is wrong with it. */
export function lacksDelivery(error: unknown): boolean {
  if (!isEngineError(error)) return false
  return error.detail.includes('/reconcile/') && /does not exist|no such file/i.test(error.detail)
}
