import type { V1Service } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { isRestartAwaited } from './restart.ts'
import { mountedContents, targetIn } from './target.ts'

/**
 * Whether what a service's status counts is of what is wanted of it now. Other sources of a build, another image by the same tag, other
 * bytes of what it mounts and a restart are none of its spec: they raise no generation.
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
