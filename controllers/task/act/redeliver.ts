import type { V1DeliveryOnNode, V1Task } from '../../../api/v1/generated/types.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { namesDelivery, referencesOf } from '../../delivery/path.ts'
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
  return namesDelivery(error.detail) && /does not exist|no such file/i.test(error.detail)
}

/** What a task waits for whose engine missed a delivered file: nobody is to make it by hand, as the engine's words have it. */
export function goneWords({ spec }: V1Task): { readonly reason: string; readonly message: string } {
  const kinds = new Set(referencesOf(spec.template).map(({ kind }) => kind))
  const [what, reason] = kinds.has('Secret')
    ? (['secrets', taskReasons.waitingForSecret] as const)
    : (['configs', taskReasons.waitingForConfig] as const)
  return { reason, message: `its ${what} are gone from ${spec.node}, as after a reboot: they are brought there again` }
}
