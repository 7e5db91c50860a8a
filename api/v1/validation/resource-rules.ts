import type { FieldPath } from '../provenance.ts'
import type { V1DeviceRequest, V1Resources, V1TaskTemplate, V1Ulimit } from '../generated/types.ts'
import type { ValidationError } from './validation-error.ts'

/** Rules over resources and device requests of the task template at `at`. */
export function resourceRules(template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  const { resources, deviceRequests, ulimits = [] } = template
  const reserved = [...at, 'resources', 'reservations', 'devices']
  const devices = [
    ...deviceRules(deviceRequests, [...at, 'deviceRequests']),
    ...deviceRules(resources?.reservations?.devices, reserved),
  ]
  const ofItself = [...devices, ...cpuRules(template, at), ...ulimitRules(ulimits, [...at, 'ulimits'])]
  return resources ? [...swapRules(resources, at), ...reservationRules(resources, at), ...ofItself] : ofItself
}

/** A request is for a number of devices, or for some of them by their ids. */
function deviceRules(requests: readonly V1DeviceRequest[] = [], at: FieldPath): ValidationError[] {
  return requests.flatMap(({ count, deviceIDs = [] }, index): ValidationError[] => {
    if (count === undefined || deviceIDs.length === 0) return []
    return [{ path: [...at, index, 'count'], message: 'excludes deviceIDs: keep one of them', value: count }]
  })
}

/** Engines convert `cpus` to a period and a quota, so that it excludes both. */
function cpuRules(template: V1TaskTemplate, at: FieldPath): ValidationError[] {
  if (!template.resources?.limits?.cpus) return []
  return (['cpuPeriod', 'cpuQuota'] as const).flatMap((field): ValidationError[] => {
    const value = template[field] ?? 0
    if (value <= 0) return []
    return [{ path: [...at, field], message: 'excludes a limit of cpus: keep one of them', value }]
  })
}

/** A limit must not be declared twice: the kernel gets both, and the second would raise what the first lowered. */
function ulimitRules(ulimits: readonly V1Ulimit[], at: FieldPath): ValidationError[] {
  const seen = new Set<string>()
  return ulimits.flatMap(({ name, soft, hard = soft ?? 0 }, index): ValidationError[] => {
    const isTwice = seen.has(name.toLowerCase())
    seen.add(name.toLowerCase())
    if (isTwice) return [{ path: [...at, index, 'name'], message: 'is limited twice: keep one', value: name }]
    if (soft === undefined || atMost(soft) <= atMost(hard)) return []
    return [{ path: [...at, index, 'soft'], message: `must not be above hard, which is ${hard}`, value: soft }]
  })
}

/** A limit as a number to compare; -1 means no limit. */
function atMost(limit: number): number {
  return limit === -1 ? Number.POSITIVE_INFINITY : limit
}

function swapRules({ limits }: V1Resources, at: FieldPath): ValidationError[] {
  const { memoryBytes = 0, memorySwapBytes = 0 } = limits ?? {}
  if (memorySwapBytes <= 0 || (memoryBytes > 0 && memorySwapBytes >= memoryBytes)) return []
  const message =
    memoryBytes > 0
      ? 'is memory and swap together, so it must not be below the limit of memory'
      : 'is memory and swap together: it needs a limit of memory beside it'
  return [{ path: [...at, 'resources', 'limits', 'memorySwapBytes'], message, value: memorySwapBytes }]
}

/** Reservations must not exceed limits. As on the engine, a limit of 0 is none. */
function reservationRules({ limits, reservations }: V1Resources, at: FieldPath): ValidationError[] {
  return (['cpus', 'memoryBytes'] as const).flatMap((field): ValidationError[] => {
    const limit = limits?.[field] || Number.POSITIVE_INFINITY
    const reserved = reservations?.[field] ?? 0
    if (reserved <= limit) return []
    const path = [...at, 'resources', 'reservations', field]
    return [{ path, message: `must not be above the limit of ${limit}`, value: reserved }]
  })
}
