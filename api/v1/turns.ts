import type { V1Service } from './generated/types.ts'
import type { ObjectOf } from './kinds.ts'
import { keyFor, keyOf } from './names.ts'

/** Identifies a group of services that validation assumes to run one after the other. A service in no group has itself as its turn. */
export type Turn = number | V1Service

/** Returns the turn of a service. */
export type TurnOf = (service: V1Service) => Turn

/**
 * Groups services that wait for each other's completion, directly or through others, as one starts only after the other has ended. Two
 * services that wait for the same third one are in one group too; whether these can run together is left to the scheduler.
 */
export function turnsOf(objects: readonly ObjectOf[]): TurnOf {
  const turns = new Map<string, string[]>()
  const join = (one: string, other: string) => {
    const joined = turns.get(one)
    if (joined) joined.push(other)
    else turns.set(one, [other])
  }
  for (const object of objects)
    for (const { service, condition } of object.kind === 'Service' ? (object.spec.dependsOn ?? []) : [])
      if (condition === 'Completed') {
        const [own, other] = [keyOf(object), keyFor(object.metadata.namespace, service)]
        join(own, other)
        join(other, own)
      }
  const circles = circlesOf(turns)
  return (service) => circles.get(keyOf(service)) ?? service
}

/** The number of each service's connected component. */
function circlesOf(turns: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const circles = new Map<string, number>()
  for (const first of turns.keys()) {
    if (circles.has(first)) continue
    const circle = circles.size
    const found = [first]
    for (let next = found.pop(); next !== undefined; next = found.pop()) {
      if (circles.has(next)) continue
      circles.set(next, circle)
      found.push(...(turns.get(next) ?? []))
    }
  }
  return circles
}
