import { getCondition } from '../../api/v1/conditions.ts'
import type { V1Node } from '../../api/v1/generated/types.ts'
import { conditionTypes } from '../../api/v1/reasons.ts'
import type { Ports } from '../runtime/ports.ts'

/** So many, and such a share of all, at once are no failure of theirs (Kubernetes' node lifecycle controller: over 2, and 55 %). */
const MANY = 3
const MOST = 0.55

/**
 * That so many nodes do not answer, or did not until lately, that it is rather our own connection that broke, in words; undefined where it
 * is not. One that is back counts for as long as the grace: the others may be just behind it.
 */
export function outage({ store, settings, clock }: Pick<Ports, 'store' | 'settings' | 'clock'>): string | undefined {
  const since = clock.now() - settings.nodeGraceMs
  const nodes = [...store.list('Node').values()]
  const away = nodes.filter((node) => !hasAnswered(node, since)).length
  const isMost = away === nodes.length || (away >= MANY && away >= MOST * nodes.length)
  if (!isMost) return undefined
  return `${away} of ${nodes.length} nodes do not answer, or did not until just now, as when this machine loses its network`
}

function hasAnswered({ status }: V1Node, since: number): boolean {
  const ready = getCondition(status?.conditions, conditionTypes.ready)
  return ready?.status === 'True' && Date.parse(ready.lastTransitionTime ?? '') <= since
}
