import type { V1Service } from '../../../api/v1/generated/types.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { volumesOf } from '../../../api/v1/template-refs.ts'
import type { Ports } from '../../../controllers/runtime/ports.ts'
import { nodeHold } from '../../../controllers/holds/node-hold.ts'
import { pinsOf } from '../../../controllers/data/pinned-volumes.ts'
import { unseenDataOf } from '../../../controllers/data/unseen-data.ts'

/**
 * Chooses the node of a one-off container, in this order: those with the service's tasks, its pinned volumes, its other volumes, then any.
 * Only nodes with all pinned volumes qualify, or, if there are none, those without an older copy. Prefers nodes that are not held. While an
 * unseen host may have the data, returns that host, so that the command waits for it as tasks do.
 */
export function placeOf(service: V1Service, { store, inventory }: Ports): string | undefined {
  const key = keyOf(service)
  const unseen = unseenDataOf(service, { store, inventory })
  if (unseen) return unseen.nodes[0]
  const tasks = [...store.by('Task', 'service', key).values()].sort((a, b) => a.spec.slot - b.spec.slot)
  const ofVolumes = volumesOf(service.spec.template).flatMap((volume) =>
    inventory.hosts().flatMap(({ node }) => {
      const nodes = store.get('Volume', keyFor(service.metadata.namespace, volume))?.status?.nodes ?? []
      return nodes.some((each) => each.node === node && each.state === 'Present') ? [node] : []
    }),
  )
  const pins = [...pinsOf(service, { store, inventory }).values()]
  const all = [
    ...tasks.flatMap(({ spec }) => spec.node ?? []),
    ...pins.flatMap(({ on }) => [...on]),
    ...ofVolumes,
    ...inventory.hosts().map(({ node }) => node),
  ]
  const hasAll = all.filter((node) => pins.every(({ on }) => on.size === 0 || on.has(node)))
  const candidates = hasAll.length > 0 ? hasAll : all.filter((node) => !pins.some(({ older }) => older?.includes(node)))
  return candidates.find((node) => nodeHold(node, { store, inventory }) === undefined) ?? candidates[0]
}
