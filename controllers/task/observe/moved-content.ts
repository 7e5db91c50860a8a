import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import { deliveredDirectory, type Reference, referencesOf } from '../../delivery/path.ts'
import type { Ports } from '../../runtime/ports.ts'
import { pathOnNode } from './on-node.ts'

/**
 * A Secret or Config of a stopped container that has another delivery path by now, as its storage was changed. After a reboot nothing would
 * be delivered to the memory-backed path that the container mounts.
 */
export function movedContent(container: HostContainer, task: V1Task, ports: Ports): string | undefined {
  const { installation } = ports
  const stack = task.metadata.namespace ?? ''
  const isMoved = (reference: Reference) => {
    const source = container.HostConfig.Mounts?.find(({ Target }) => Target === reference.target)?.Source ?? ''
    const directory = deliveredDirectory(source, reference, { installation, stack })
    return directory !== undefined && directory !== pathOnNode(task, reference, ports).directory
  }
  const moved = referencesOf(task.spec.template).find(isMoved)
  return moved && `its ${moved.kind.toLowerCase()} ${moved.name} has another place on its node`
}
