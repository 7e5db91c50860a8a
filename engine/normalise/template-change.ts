import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { isOfSources } from '../../api/v1/built-image.ts'
import { stableJson } from '../../api/v1/language/hash.ts'
import { hostConfigBody } from '../container/host-config.ts'
import { putChanging } from './host-fields.ts'
import { type FieldMap, sameValue } from './fields.ts'
import { isInPlace } from './in-place.ts'

/** Whether containers of one template can be changed to another template by an update, or need no change. */
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
 * The parts of a template whose change needs a new container or another delivery. Limits are left out, as they are compared as fields; so
 * are pulling and hooks, which are no property of a container. So are variables without a value: whether removing one matters depends on
 * the container's image. How a build is made is no property either: where its tag stands for its sources, the same tag is the same image.
 */
function lasting(template: V1TaskTemplate): object {
  const { resources, restartPolicy, cpuShares, cpuPeriod, cpuQuota, cpusetCpus, cpusetMems, ...rest } = template
  const { pullPolicy, pullIntervalSeconds, imagePullSecrets, hooks, build, ...kept } = rest
  const env = (kept.env ?? []).filter(({ value }) => value !== undefined)
  return {
    ...kept,
    env,
    build: isOfSources(template) ? 'of its sources' : build,
    reserved: resources?.reservations?.devices,
  }
}

/** The API version is arbitrary, as no limit depends on it. */
function changing(template: V1TaskTemplate): FieldMap {
  const fields: FieldMap = {}
  putChanging(fields, hostConfigBody(template, '1.51'))
  return fields
}
