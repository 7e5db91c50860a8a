import type { V1Service, V1Volume } from '../../api/v1/generated/types.ts'
import { keyOf } from '../../api/v1/names.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import type { Store } from '../../store/objects/store.ts'
import { couldRun } from './filters.ts'
import type { Pins } from './pins.ts'

/** Where a service's pinned volumes are, those that are nowhere yet too. */
export type PinsOf = (service: V1Service) => Pins

/**
 * Where a volume that is nowhere yet may come to be: on nodes where each service that mounts it may run, and has what else it mounts,
 * and so has each that shares another such volume with one of these. One that no node is left for says nothing here: it waits, and
 * says why. The service itself, whose tasks are placed now, comes first.
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

/** The service, and those that mount the volume, or one that is nowhere yet together with one of these. */
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
