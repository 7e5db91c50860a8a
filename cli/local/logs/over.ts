import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { isRestartAwaited } from '../../../controllers/service/restart.ts'
import { isRetryAsked } from '../../../controllers/service/retry.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'
import type { Store } from '../../../store/objects/store.ts'

/**
 * Whether the followed objects can write nothing more: all of their tasks have ended, as those of a job do, and none is to come. A service
 * without tasks may still get some.
 */
export function areOver(store: Store, refs: readonly ObjectRef[]): boolean {
  return refs.every((ref) => isOver(store, ref))
}

function isOver(store: Store, { kind, namespace, name }: ObjectRef): boolean {
  if (kind === 'Task') {
    const task = store.get('Task', keyFor(namespace, name))
    return task === undefined || hasEnded(task)
  }
  const services =
    kind === 'Stack' ? [...store.by('Service', 'namespace', name).values()] : serviceOf(store, keyFor(namespace, name))
  return services.length > 0 && services.every((service) => haveEnded(store, service))
}

/** Whether each task has its container, so that it is known which can be read. */
export function areAllThere(store: Store, refs: readonly ObjectRef[]): boolean {
  const isThere = ({ status }: V1Task) => status?.phase === 'Running' || status?.phase === 'Completed'
  return refs.every(({ kind, namespace, name }) => {
    if (kind === 'Task') return true
    const [index, value] =
      kind === 'Stack' ? (['namespace', name] as const) : (['service', keyFor(namespace, name)] as const)
    return [...store.by('Task', index, value).values()].every((task) => isRetiring(task) || isThere(task))
  })
}

function serviceOf(store: Store, key: string): readonly V1Service[] {
  const service = store.get('Service', key)
  return service ? [service] : []
}

function haveEnded(store: Store, service: V1Service): boolean {
  const { metadata, status = {} } = service
  const key = keyOf(service)
  const isLookedAt = status.observedGeneration === metadata.generation
  if (!isLookedAt || isRestartAwaited(store, key) || isRetryAsked(store, key)) return false
  const tasks = [...store.by('Task', 'service', key).values()].filter((task) => !isRetiring(task))
  return tasks.length > 0 && tasks.length >= (status.desiredReplicas ?? 1) && tasks.every(hasEnded)
}
