import type { V1Service } from '../../../api/v1/generated/types.ts'
import type { ObjectRef } from '../../../api/v1/metadata.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { isJob } from '../../../api/v1/service-mode.ts'
import type { Store } from '../../../store/objects/store.ts'

type Objects = Pick<Store, 'get' | 'list'>

/** Whether all that is followed are jobs that have ended, of which nothing comes any more; other services may start again at any time. */
export function areOver(store: Objects, refs: readonly ObjectRef[]): boolean {
  return refs.every((ref) => {
    const services = servicesOf(store, ref)
    return services.length > 0 && services.every(hasEnded)
  })
}

function servicesOf(store: Objects, { kind, namespace, name }: ObjectRef): readonly V1Service[] {
  if (kind === 'Stack') return [...store.list('Service').values()].filter(({ metadata }) => metadata.namespace === name)
  const service = kind === 'Task' ? store.get('Task', keyFor(namespace, name))?.spec.service : name
  const found = service === undefined ? undefined : store.get('Service', keyFor(namespace, service))
  return found ? [found] : []
}

/** All of its tasks have completed, or no more of them is tried. */
function hasEnded({ metadata, spec, status }: V1Service): boolean {
  if (!isJob(spec) || status?.observedGeneration !== metadata.generation) return false
  return status?.rollout?.state === 'Completed' || status?.rollout?.state === 'Stalled'
}
