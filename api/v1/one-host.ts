import type { V1Service } from './generated/types.ts'
import type { ObjectOf } from './kinds.ts'
import { keyFor, keyOf, LOCAL_NODE } from './names.ts'

/** Whether all that is declared can only run on one and the same host. */
export function isOneHost(objects: readonly ObjectOf[]): boolean {
  return !objects.some(({ kind, metadata }) => kind === 'Node' && metadata.name !== LOCAL_NODE)
}

/** Whether one of two services never runs beside the other. */
export type Follow = (one: V1Service, other: V1Service) => boolean

/**
 * Tells whether one may start only when the other has ended: who waits for an end, directly or through others, takes turns. Of two that
 * wait for a third it is left to the scheduler.
 */
export function followers(objects: readonly ObjectOf[]): Follow {
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
  return (a, b) => {
    const circle = circles.get(keyOf(a))
    return circle !== undefined && circle === circles.get(keyOf(b))
  }
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
