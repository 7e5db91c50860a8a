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

/** That rather this machine is cut off than its hosts. */
export interface Outage {
  readonly words: string
  /** When it is to be asked again, as a node that is back then counts, ms since the epoch; Infinity where all are silent. */
  readonly nextAt: number
}

/**
 * Tells that so many nodes are silent, or were until just now, that our own connection is the likely cause; undefined otherwise. A node
 * that is back still counts for a while: the others may be just behind it.
 */
export function outage(ports: Known): Outage | undefined {
  const nodes = [...ports.store.list('Node').values()]
  const steadyAt = nodes.map((node) => steadyFrom(node, ports))
  const away = steadyAt.filter((at) => at > ports.clock.now())
  const isMost = away.length === nodes.length || (away.length >= MANY && away.length >= MOST * nodes.length)
  if (!isMost) return undefined
  const words = `${away.length} of ${nodes.length} nodes have not answered for a while, or did not until just now, as when this machine loses its network`
  return { words, nextAt: Math.min(...away) }
}

/**
 * From when on a node has been ready for a while, ms since the epoch; Infinity where it is not, or has not answered lately. When two nodes
 * go silent or come back at once, the second is noticed up to a heartbeat later, which comes up to a tenth late.
 */
function steadyFrom({ metadata, status }: V1Node, { inventory, settings, clock }: Known): number {
  const { nodeGraceMs, heartbeatMs } = settings
  const whileMs = Math.max(nodeGraceMs - LATEST * heartbeatMs, 1.5 * heartbeatMs)
  const ready = getCondition(status?.conditions, conditionTypes.ready)
  if (ready?.status !== 'True') return Number.POSITIVE_INFINITY
  if (clock.now() - (inventory.host(metadata.name)?.lastAnswer ?? 0) > whileMs) return Number.POSITIVE_INFINITY
  return (Date.parse(ready.lastTransitionTime ?? '') || 0) + whileMs
}
