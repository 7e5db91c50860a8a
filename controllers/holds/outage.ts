import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Ports } from '../runtime/ports.ts'

type Known = Pick<Ports, 'store' | 'inventory' | 'settings' | 'clock'>

/** From this many silent nodes, and this share of all, the cause is elsewhere (Kubernetes' node lifecycle controller: over 2, and 55 %). */
const MANY = 3
const MOST = 0.55

/** The longest time between two answers, in heartbeats: these come up to a tenth late, and a call takes time. */
const LATEST = 1.2

/**
 * Says that so many nodes are silent, or were until just now, that our own connection is the likely cause; undefined otherwise. A node
 * that is back still counts for a while: the others may be just behind it.
 */
export function outage(ports: Known): string | undefined {
  const nodes = [...ports.store.list('Node').values()]
  const away = nodes.filter((node) => !isSteady(node, ports)).length
  const isMost = away === nodes.length || (away >= MANY && away >= MOST * nodes.length)
  if (!isMost) return undefined
  return `${away} of ${nodes.length} nodes have not answered for a while, or did not until just now, as when this machine loses its network`
}

/**
 * Whether a node has been ready for a while and answered lately. When two nodes go silent or come back at once, the second is noticed up to
 * a heartbeat later, which comes up to a tenth late.
 */
function isSteady({ metadata, status }: V1Node, { inventory, settings, clock }: Known): boolean {
  const { nodeGraceMs, heartbeatMs } = settings
  const whileMs = Math.max(nodeGraceMs - LATEST * heartbeatMs, 1.5 * heartbeatMs)
  const ready = getCondition(status?.conditions, conditionTypes.ready)
  if (ready?.status !== 'True' || clock.now() - Date.parse(ready.lastTransitionTime ?? '') < whileMs) return false
  return clock.now() - (inventory.host(metadata.name)?.lastAnswer ?? 0) <= whileMs
}
