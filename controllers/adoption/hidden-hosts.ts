import { holdReasons } from '../../api/v1/reasons.ts'
import type { HostView } from '../../engine/inventory.ts'
import { isLost, nodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'

type Looking = Pick<Ports, 'store' | 'inventory'>

/**
 * Why it is not known yet what others made for a service, in words: a host does not answer. Made elsewhere meanwhile, it would run twice as
 * soon as that host is back. A lost host is not waited for: its tasks are replaced, too (S5). Undefined where every host can be asked.
 */
export function hiddenFromLook(ports: Looking): string | undefined {
  const [hidden] = ports.inventory.hosts().filter((host) => isHidden(host, ports))
  return hidden && nodeHold(hidden.node, ports)?.because
}

/** Whether a host is silent, and neither lost nor the engine of another node, which tells of its containers. */
function isHidden({ node, engineOf }: HostView, ports: Looking): boolean {
  const isSilent = nodeHold(node, ports)?.reason === holdReasons.hostUnreachable
  return isSilent && engineOf === undefined && !isLost(ports.store.get('Node', node))
}
