import type { V1Service } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import { volumesOf } from '../../api/v1/template-refs.ts'
import { mayRunOn } from '../../engine/informer/state-order.ts'
import { nameOf } from '../../engine/container/name.ts'
import type { PlacedContainer } from '../../engine/inventory.ts'
import type { Ports } from '../runtime/ports.ts'
import { isStray } from '../ownership/unclaimed.ts'
import { isUnknown } from './unseen-data.ts'

/**
 * Why a service's tasks wait for the adoption of a container that has one of their volumes, in words; undefined where they need not. Such a
 * container is on a host that answered just now, for instance. It has the newest data, which is recorded once it is adopted.
 */
export function runsUntaken({ metadata: { namespace }, spec }: V1Service, ports: Ports): string | undefined {
  for (const name of volumesOf(spec.template)) {
    const key = keyFor(namespace, name)
    const volume = ports.store.get('Volume', key)
    if (!volume || !isUnknown(key, ports.store)) continue
    const mounts = ({ container }: PlacedContainer) =>
      mayRunOn(container) && container.Mounts?.some(({ Name }) => Name === hostNameOf(volume))
    const mounters = [...ports.store.by('Service', 'namespace', namespace ?? '').values()].filter((each) =>
      volumesOf(each.spec.template).includes(name),
    )
    const found = mounters
      .flatMap((each) => ports.inventory.containersOfService(keyOf(each)).filter(mounts))
      .find((placed) => isElsewhere(placed, ports) || isStray(placed, ports))
    if (found) return `${nameOf(found.container)} is on ${found.node} with the volume ${name}, and is taken over first`
  }
  return undefined
}

function isElsewhere({ node, taskKey = '' }: PlacedContainer, { store }: Ports): boolean {
  const task = store.get('Task', taskKey)
  return task !== undefined && task.spec.node !== node
}
