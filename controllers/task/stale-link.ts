import type { V1Task } from '../../api/v1/generated/types.ts'
import { bridgeLink } from '../../engine/container/links.ts'
import type { HostContainer } from '../../engine/inventory.ts'
import type { Ports } from '../runtime/ports.ts'
import type { DriftView } from './view.ts'

/**
 * A link on the engine's own bridge to a container that was replaced since: it still shows the name, holds on to the one that
 * is gone, and keeps its own container from ever starting again. Only a new container is linked to the new one.
 */
export function staleLink(task: V1Task, container: HostContainer, { inventory }: Ports): DriftView | undefined {
  for (const { to } of (container.HostConfig.Links ?? []).map(bridgeLink)) {
    const now = inventory.containerNamed(task.spec.node ?? '', to)
    if (now && isNewer(now, container))
      return {
        field: LINKS,
        fuse: `${LINKS} ${now.Id}`,
        message: `${to}, to which it is linked, was replaced`,
        heal: { by: 'recreate' },
      }
  }
  return undefined
}

const LINKS = 'HostConfig.Links'

function isNewer(one: HostContainer, other: HostContainer): boolean {
  return (one.Created ?? '') > (other.Created ?? '')
}
