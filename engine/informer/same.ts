import { healthOf } from '../container/health.ts'
import type { HostContainer } from '../inventory.ts'
import type { EngineInfo } from '../types/engine.ts'
import type { NetworkInspect } from '../types/network.ts'

/** Whether two inspects are equal for the loops. The health log and streak change with every check; only the resulting status counts. */
export function sameContainer(a: HostContainer, b: HostContainer): boolean {
  if (a === b) return true
  if (a.State !== b.State && !sameState(a, b)) return false
  return sameFields(a, b, containerNoise)
}

/** Whether two networks are equal, apart from their containers: that list is outdated at once. */
export function sameNetwork(a: NetworkInspect, b: NetworkInspect): boolean {
  return a === b || sameFields(a, b, networkNoise)
}

/** Whether two infos are equal, apart from clock and free disk space, which are polled anyway. */
export function sameInfo(a: EngineInfo | undefined, b: EngineInfo | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameFields(a, b, infoNoise))
}

/** Deep equality of JSON values; absent, null and empty text are equal, as they are to the engine. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b || (isEmpty(a) && isEmpty(b))) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  return sameFields(a, b, nothing)
}

const nothing: ReadonlySet<string> = new Set()
const containerNoise: ReadonlySet<string> = new Set(['State'])
const stateNoise: ReadonlySet<string> = new Set(['Health', 'Pid'])
const networkNoise: ReadonlySet<string> = new Set(['Containers'])
const infoNoise: ReadonlySet<string> = new Set(['time', 'disk'])

function sameState(a: HostContainer, b: HostContainer): boolean {
  return healthOf(a) === healthOf(b) && sameFields(a.State, b.State, stateNoise)
}

function sameFields(a: object, b: object, noise: ReadonlySet<string>): boolean {
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  for (const key of Object.keys(left)) if (!noise.has(key) && !same(left[key], right[key])) return false
  return Object.keys(right).every((key) => key in left || noise.has(key) || isEmpty(right[key]))
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
