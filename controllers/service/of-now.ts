import type { V1Service } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Store } from '../../store/objects/store.ts'
import { isRestartAwaited } from './restart.ts'
import { mountedContents, targetIn } from './target.ts'

/**
 * Whether a service's status counts describe what is wanted now. The generation alone does not tell: new build sources, another image for
 * the same tag, new contents and restarts change nothing in the spec.
 */
export function isOfNow(service: V1Service, store: Pick<Store, 'get' | 'fact'>): boolean {
  const { metadata, spec } = service
  const mounted = mountedContents(spec.template).map(([kind, name]) =>
    store.get(kind, keyFor(metadata.namespace, name)),
  )
  return mounted.every((content) => !content || isObserved(content)) && isTakenUp(service, store)
}

/**
 * Whether nothing is left to roll out: the last rollout for what is wanted now is over, or a person's pause holds it. So does one that
 * nobody can say the end of: what it mounts has no content, or a host with a task of it does not answer.
 */
export function isAtRest(service: V1Service, store: Pick<Store, 'get' | 'fact' | 'by'>): boolean {
  if (!isObserved(service)) return false
  if (targetIn(service, store) === undefined) return true
  return isTakenUp(service, store) && (!isRolling(service.status?.rollout) || isPartlyUnreached(service, store))
}

function isPartlyUnreached(service: V1Service, store: Pick<Store, 'by'>): boolean {
  const tasks = store.by('Task', 'service', keyOf(service)).values()
  return [...tasks].some(({ status }) => status?.reason === holdReasons.hostUnreachable)
}

/** Whether a service's status is about the revision and the restart that are wanted now. */
function isTakenUp(service: V1Service, store: Pick<Store, 'get' | 'fact'>): boolean {
  if (isRestartAwaited(store, keyOf(service))) return false
  const { updateRevision, stalledHash } = service.status ?? {}
  const hash = targetIn(service, store)?.hash
  return hash !== undefined && (hash === updateRevision || hash === stalledHash)
}
