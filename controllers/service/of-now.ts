import type { V1Service } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { isRestartAwaited } from './restart.ts'
import { mountedContents, targetIn } from './target.ts'

/**
 * Whether a service's status counts describe what is wanted now. The generation alone does not tell: new build sources, another image for
 * the same tag, new contents and restarts change nothing in the spec.
 */
export function isOfNow(service: V1Service, store: Pick<Store, 'get' | 'fact'>): boolean {
  const { metadata, spec, status = {} } = service
  const mounted = mountedContents(spec.template).map(([kind, name]) =>
    store.get(kind, keyFor(metadata.namespace, name)),
  )
  if (mounted.some((content) => content && !isObserved(content)) || isRestartAwaited(store, keyOf(service)))
    return false
  const hash = targetIn(service, store)?.hash
  return hash !== undefined && (hash === status.updateRevision || hash === status.stalledHash)
}
