import type { WantedContainer } from '../container/want.ts'
import type { ContainerInspect } from '../types/container.ts'
import { type DriftArgs, isOfThisSpec } from './drift.ts'
import { endpointDifferences } from './endpoints.ts'
import { sameValue } from './fields.ts'
import { isInPlace } from './in-place.ts'
import { mutableBody, mutableInspect } from './normalise.ts'
import { referenceFields } from './references.ts'

/**
 * Whether a container of ours is the wanted one but for what updates can change, and have changed or still can. Its label can't tell, as it
 * is of before all updates. A limit that is no longer declared can't be taken away by an update.
 */
export function isUpdatable({ wanted, container, info }: Pick<DriftArgs, 'wanted' | 'container' | 'info'>): boolean {
  if (!isOfThisSpec({ wanted, container }) || !hasSameDeliveries(wanted, container)) return false
  const around = info ? { info } : {}
  const [want, found] = [mutableBody(wanted, around), mutableInspect(container, around)]
  // References to other containers are part of the hash, and their ids are compared as drift.
  const isReached = (field: string) =>
    referenceFields.has(field) || sameValue(want[field], found[field]) || isInPlace(field, found, want)
  if (![...Object.keys(want), ...Object.keys(found)].every(isReached)) return false
  return endpointDifferences(wanted, container).every(({ heal }) => heal.by !== 'recreate')
}

/** Whether its Secrets and Configs are mounted from where the wanted ones are: a path stands for the bytes, their owner and mode. */
function hasSameDeliveries({ body, delivered }: WantedContainer, { HostConfig }: ContainerInspect): boolean {
  const sourceOf = (host: typeof body.HostConfig, target: string) =>
    host?.Mounts?.find(({ Target }) => Target === target)?.Source
  return delivered.every((target) => sourceOf(body.HostConfig, target) === sourceOf(HostConfig, target))
}
