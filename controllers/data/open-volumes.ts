import type { V1Service, V1Volume } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Store } from '../../store/objects/store.ts'
import { couldRun } from '../scheduler/filters.ts'
import type { Pins } from './pins.ts'

/** Looks up the pins of a service's volumes, including volumes that exist nowhere yet. */
export type PinsOf = (service: V1Service) => Pins

/**
 * The nodes where a volume that exists nowhere yet may be created. Each service that mounts it must be able to run there and have its other
 * volumes there. The same holds for services tied to these by another volume that exists nowhere yet. A service for which no node is left
 * is ignored: it waits and reports why. `service`, whose tasks are placed now, is considered first.
 */
export function nodesForOpen(volume: V1Volume, service: V1Service, at: { store: Store; pinsOf: PinsOf }): Set<string> {
  const { store, pinsOf } = at
  let nodes = new Set(store.list('Node').keys())
  for (const mounter of mountersOf(volume, service, at)) {
    const pins = [...pinsOf(mounter).values()]
    const left = [...nodes].filter((name) => {
      const node = store.get('Node', name)
      return node && couldRun(node, mounter) && pins.every(({ on }) => on.size === 0 || on.has(name))
    })
    if (left.length > 0) nodes = new Set(left)
  }
  return nodes
}

/** The service, and those that mount the volume, or that mount another volume which exists nowhere yet and one of these mounts too. */
function mountersOf(
  { metadata: { name, namespace = '' } }: V1Volume,
  service: V1Service,
  { store, pinsOf }: { store: Store; pinsOf: PinsOf },
): ReadonlySet<V1Service> {
  const others = [...store.by('Service', 'namespace', namespace).values()].filter(
    (each) => keyOf(each) !== keyOf(service) && !isGlobal(each.spec) && !each.metadata.deletionTimestamp,
  )
  const open = new Set([name])
  const found = new Set([service])
  for (const volume of open)
    for (const each of [service, ...others].filter(({ spec }) => volumesOf(spec.template).includes(volume))) {
      found.add(each)
      pinsOf(each).forEach(({ on }, other) => on.size === 0 && open.add(other))
    }
  return found
}
