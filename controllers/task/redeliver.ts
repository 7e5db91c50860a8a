import type { V1DeliveryOnNode, V1Task } from '../../api/v1/generated/types.ts'
import { keyFor } from '../../api/v1/names.ts'
import { isEngineError } from '../../engine/errors.ts'
import { referencesOf } from '../delivery/path.ts'
import type { Ports } from '../runtime/ports.ts'

/** A start that failed for a missing bind source, as after a reboot cleared memory: what was delivered there is delivered again. */
export function redeliver(task: V1Task, error: unknown, { store }: Ports): void {
  if (!isEngineError(error) || !tellsOfMissingPath(error.detail)) return
  for (const { kind, name } of referencesOf(task.spec.template)) {
    store.update(kind, keyFor(task.metadata.namespace, name), (draft: { status?: { nodes?: V1DeliveryOnNode[] } }) => {
      for (const entry of draft.status?.nodes ?? []) if (entry.node === task.spec.node) entry.state = 'Unknown'
    })
  }
}

/** Engines name the path before what is wrong with it, or after. */
function tellsOfMissingPath(detail: string): boolean {
  return detail.includes('/reconcile/') && /does not exist|no such file/i.test(detail)
}
