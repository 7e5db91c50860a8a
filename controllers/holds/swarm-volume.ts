import type { V1Volume } from '../../api/v1/generated/types.ts'
import { swarmLabels } from '../../api/v1/labels.ts'
import { stackOf } from '../../api/v1/metadata.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import { isOwnVolume, wasSeenOn } from './lost-volume.ts'
import type { Ports } from '../runtime/ports.ts'

interface Found {
  readonly node: string
  readonly volume: V1Volume
  readonly labels: Readonly<Record<string, string>> | null | undefined
}

/**
 * The Swarm stack that made a volume, while nobody has decided whether our tasks may mount it; a running Swarm service would be a second
 * writer. Undefined once the volume was seen as ours, or while its stack is moved from Swarm, which stops the Swarm services one by one.
 */
export function undecidedSwarm(
  { node, volume, labels }: Found,
  { store, installation }: Pick<Ports, 'store' | 'installation'>,
): string | undefined {
  const swarm = labels?.[swarmLabels.stack]
  if (swarm === undefined || volume.spec.external === true || isOwnVolume({ Labels: labels ?? null }, installation))
    return undefined
  const stack = stackOf(volume)
  const isMoving = [...store.facts('swarmMove').keys()].some((key) => key.startsWith(`${stack}/`))
  return isMoving || wasSeenOn(node, volume) ? undefined : swarm
}

/** Whether a container runs for a Swarm stack. */
export function runsInSwarm({ labels: own, state }: ContainerSummary, swarm: string): boolean {
  const isUp = state === 'running' || state === 'paused'
  return isUp && own[swarmLabels.stack] === swarm && own[swarmLabels.service] !== undefined
}
