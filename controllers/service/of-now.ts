import type { V1Service } from '../../api/v1/generated/types.ts'
import { isObserved } from '../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../api/v1/names.ts'
import { isRolling } from '../../api/v1/rolling.ts'
import type { Store } from '../../store/objects/store.ts'
import { isAtWork } from './plan/rollout.ts'
import { replicaOf } from './replica.ts'
import { isRestartAwaited } from './restart.ts'
import { mountedContents, targetIn } from './target.ts'
import { isOneShot } from './to-end.ts'

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
 * nobody can say the end of: what it mounts has no content, or its deadline is suspended.
 */
export function isAtRest(service: V1Service, store: Pick<Store, 'get' | 'fact' | 'by'>): boolean {
  if (!isObserved(service)) return false
  if (targetIn(service, store) === undefined) return true
  return isTakenUp(service, store) && (!isRolling(service.status?.rollout) || hasNoDeadline(service, store))
}

/** Whether a rollout has no deadline now: a task waits for something outside itself, or a one-shot works. */
function hasNoDeadline(service: V1Service, store: Pick<Store, 'by' | 'fact'>): boolean {
  const isToEnd = isOneShot(service, store)
  const tasks = [...store.by('Task', 'service', keyOf(service)).values()]
  return tasks.some((task) => replicaOf(task).heldUp || (isToEnd && isAtWork(task)))
}

/** Whether a service's status is about the revision and the restart that are wanted now. */
function isTakenUp(service: V1Service, store: Pick<Store, 'get' | 'fact'>): boolean {
  if (isRestartAwaited(store, keyOf(service))) return false
  const { updateRevision, stalledHash } = service.status ?? {}
  const hash = targetIn(service, store)?.hash
  return hash !== undefined && (hash === updateRevision || hash === stalledHash)
}
