import type { V1Service } from '../../api/v1/generated/types.ts'
import { type TaskIdentity, taskName } from '../../api/v1/hash.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'

/** How often a service of this name was deleted before: part of its tasks' identity, so that a new one is never taken for the old. */
export function incarnationOf(service: V1Service, store: Store): number {
  const seen = store.fact('seen', `Service/${keyOf(service)}`)
  return typeof seen === 'number' ? seen : 0
}

/** The name of a service's task: a hash of what makes it that one. */
export function taskNameOf(
  service: V1Service,
  identity: Pick<TaskIdentity, 'slot' | 'revision' | 'attempt'>,
  store: Store,
): string {
  const { namespace: stack = '', name } = service.metadata
  return taskName({ ...identity, stack, service: name, incarnation: incarnationOf(service, store) })
}

/** Notes that a service has ended. */
export function noteEnd(service: V1Service, store: Store): void {
  store.putFact('seen', `Service/${keyOf(service)}`, incarnationOf(service, store) + 1)
}
