import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Store } from '../../store/objects/store.ts'

/** Whether a service of the stack is to have tasks that use a thing, though none may be there yet. */
export function isAwaited(stack: string, uses: (template: V1TaskTemplate) => boolean, store: Store): boolean {
  for (const { metadata, spec } of store.by('Service', 'namespace', stack).values())
    if (!metadata.deletionTimestamp && spec.replicas !== 0 && uses(spec.template)) return true
  return false
}
