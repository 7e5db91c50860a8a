import type { V1Service } from './generated/types.ts'
import type { ObjectOf } from './kinds.ts'
import { keyFor, keyOf } from './names.ts'

/** What a service has in common with those that never run beside it, and with no other. */
export type Turn = number | V1Service

/** Tells whose turn a service takes. */
export type TurnOf = (service: V1Service) => Turn

/**
 * Who waits for an end, directly or through others, takes turns: it starts only when the other has ended. Of two that wait for a third it
 * is left to the scheduler.
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

/** The number of the group that each belongs to with all that it is joined with. */
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
