import type { V1Service } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'

/** How often a service of this name was deleted before: part of its tasks' identity, so that a new one is never taken for the old. */
export function incarnationOf(service: V1Service, store: Store): number {
  const seen = store.fact('seen', `Service/${keyOf(service)}`)
  return typeof seen === 'number' ? seen : 0
}

/** Notes that a service has ended. */
export function noteEnd(service: V1Service, store: Store): void {
  store.putFact('seen', `Service/${keyOf(service)}`, incarnationOf(service, store) + 1)
}
