import type { V1Resources, V1TaskTemplate } from './generated/types.ts'
import type { ValidationError } from './validation-error.ts'

type Path = readonly (string | number)[]

/** Rules over the resources and device requests of a task template that stands at `at`. */
export function resourceRules({ resources, deviceRequests = [] }: V1TaskTemplate, at: Path): ValidationError[] {
  const devices = deviceRequests.flatMap(({ count, deviceIDs = [] }, index): ValidationError[] => {
    if (count === undefined || deviceIDs.length === 0) return []
    const path = [...at, 'deviceRequests', index, 'count']
    return [{ path, message: 'excludes deviceIDs: keep one of them', value: count }]
  })
  return resources ? [...swapRules(resources, at), ...reservationRules(resources, at), ...devices] : devices
}

function swapRules({ limits }: V1Resources, at: Path): ValidationError[] {
  const { memoryBytes = 0, memorySwapBytes = 0 } = limits ?? {}
  if (memorySwapBytes <= 0 || memorySwapBytes >= memoryBytes) return []
  const message = 'is memory and swap together, so it must not be below memoryBytes'
  return [{ path: [...at, 'resources', 'limits', 'memorySwapBytes'], message, value: memorySwapBytes }]
}

/** A limit of 0 is none, as on the engine. */
function reservationRules({ limits, reservations }: V1Resources, at: Path): ValidationError[] {
  return (['cpus', 'memoryBytes'] as const).flatMap((field): ValidationError[] => {
    const limit = limits?.[field] || Number.POSITIVE_INFINITY
    const reserved = reservations?.[field] ?? 0
    if (reserved <= limit) return []
    const path = [...at, 'resources', 'reservations', field]
    return [{ path, message: `must not be above the limit of ${limit}`, value: reserved }]
  })
}
