import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Ports } from '../runtime/ports.ts'

type Known = Pick<Ports, 'store' | 'inventory' | 'settings' | 'clock'>

/** So many, and such a share of all, at once are no failure of theirs (Kubernetes' node lifecycle controller: over 2, and 55 %). */
const MANY = 3
const MOST = 0.55

/**
 * That so many nodes are silent, or were until lately, that it is rather our own connection that broke, in words; undefined where it
 * is not. One that is back counts for a while: the others may be just behind it.
 */
export function outage(ports: Known): string | undefined {
  const nodes = [...ports.store.list('Node').values()]
  const away = nodes.filter((node) => !isSteady(node, ports)).length
  const isMost = away === nodes.length || (away >= MANY && away >= MOST * nodes.length)
  if (!isMost) return undefined
  return `${away} of ${nodes.length} nodes have not answered for a while, or did not until just now, as when this machine loses its network`
}

/** Whether a node has answered for a while, and did so lately: of two that fall silent, or are back, at once one is noticed a heartbeat later. */
function isSteady({ metadata, status }: V1Node, { inventory, settings, clock }: Known): boolean {
  const { nodeGraceMs, heartbeatMs } = settings
  const whileMs = Math.max(nodeGraceMs - heartbeatMs, 1.5 * heartbeatMs)
  const ready = getCondition(status?.conditions, conditionTypes.ready)
  if (ready?.status !== 'True' || clock.now() - Date.parse(ready.lastTransitionTime ?? '') < whileMs) return false
  return clock.now() - (inventory.host(metadata.name)?.lastAnswer ?? 0) <= whileMs
}
