import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { stableJson } from '../../api/v1/language/hash.ts'
import { hostConfigBody } from '../container/host-config.ts'
import { putChanging } from './host-fields.ts'
import { type FieldMap, sameValue } from './fields.ts'
import { isInPlace } from './in-place.ts'

/** Whether tasks of one template become those of another by an update of their containers, at most. */
export function changesInPlace(from: V1TaskTemplate, to: V1TaskTemplate): boolean {
  if (from === to) return true
  if (stableJson(lasting(from)) !== stableJson(lasting(to))) return false
  const before = changing(from)
  const after = changing(to)
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].every(
    (field) => sameValue(before[field], after[field]) || isInPlace(field, before, after),
  )
}

/**
 * What only a new container can have, or another delivery. Limits are compared as fields; pulling and hooks are no property of a container.
 * Where a variable is taken away, the container tells whether its image has that.
 */
function lasting(template: V1TaskTemplate): object {
  const { resources, restartPolicy, cpuShares, cpuPeriod, cpuQuota, cpusetCpus, cpusetMems, ...rest } = template
  const { pullPolicy, pullIntervalSeconds, imagePullSecrets, hooks, ...kept } = rest
  const env = (kept.env ?? []).filter(({ value }) => value !== undefined)
  return { ...kept, env, reserved: resources?.reservations?.devices }
}

/** No version is asked for: what differs by it is no limit. */
function changing(template: V1TaskTemplate): FieldMap {
  const fields: FieldMap = {}
  putChanging(fields, hostConfigBody(template, '1.51'))
  return fields
}
