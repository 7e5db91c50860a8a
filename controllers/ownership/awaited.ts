import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { Store } from '../../store/objects/store.ts'

/** Whether a live service of the stack declares tasks for which `uses` holds, even if none exists yet. */
export function isAwaited(stack: string, uses: (template: V1TaskTemplate) => boolean, store: Store): boolean {
  for (const { metadata, spec } of store.by('Service', 'namespace', stack).values())
    if (!metadata.deletionTimestamp && spec.replicas !== 0 && uses(spec.template)) return true
  return false
}
