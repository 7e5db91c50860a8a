import type { V1Service } from '../../api/v1/generated/types.ts'
import { exits, InstallationError } from '../../api/v1/installation/installation-error.ts'
import { describeRef, isBeingDeleted, type ObjectRef } from '../../api/v1/metadata.ts'
import { keyFor } from '../../api/v1/names.ts'
import type { Store } from '../../store/objects/store.ts'
import { refusal } from './objects/write-error.ts'

/** The service of a ref. Throws if it is no service, does not exist, or is being deleted, as no change takes effect then. */
export function namedService(store: Store, ref: ObjectRef): V1Service {
  if (ref.kind !== 'Service')
    throw new InstallationError(exits.usage, `${describeRef(ref)} is no service`, {
      remedy: 'name a service, as service/web',
    })
  const service = store.get('Service', keyFor(ref.namespace, ref.name))
  if (!service) throw notThere(ref)
  if (!isBeingDeleted(service)) return service
  throw refusal('Conflict', `${describeRef(ref)} is being deleted`, 'wait until it is gone, then apply what is to be')
}

/** The service of a ref; for a stack, all services that are not being deleted. */
export function namedServices(store: Store, ref: ObjectRef): readonly V1Service[] {
  if (ref.kind !== 'Stack') return [namedService(store, ref)]
  const services = [...store.by('Service', 'namespace', ref.name).values()].filter((each) => !isBeingDeleted(each))
  if (services.length === 0) throw notThere(ref)
  return services
}

/** The NotFound error for a ref that should be a service. */
export function notThere(ref: ObjectRef): InstallationError {
  return new InstallationError(exits.failed, `there is no ${describeRef(ref)}`, {
    reason: 'NotFound',
    remedy: 'see what there is with `reconcile get services`',
  })
}
