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
  for (const host of ports.inventory.hosts()) {
    const hold = nodeHold(host.node, ports)
    if (hold?.reason === holdReasons.hostUnreachable && isAwaited(host, ports)) return hold.because
  }
  return undefined
}

/** Whether a silent host is neither lost nor the engine of another node, which tells of its containers. */
function isAwaited({ node, engineOf }: HostView, { store }: Looking): boolean {
  return engineOf === undefined && !isLost(store.get('Node', node))
}
