import type { V1Node, V1Service, V1Task } from '../../api/v1/generated/types.ts'
import type { Ports } from '../runtime/ports.ts'
import { elsewhere, type Elsewhere } from './elsewhere.ts'
import { replicaOf } from './replica.ts'

/** Whether a person drains a node: its tasks are to run elsewhere. */
export function isDrained(node: V1Node | undefined): boolean {
  return node?.spec.drain === true
}

/**
 * Which of a service's live tasks are to leave nodes that are drained, by the update strategy, and why others stay. One that has a
 * successor is on its way: that one took the place that there was.
 */
export function drainedOf(service: V1Service, live: readonly V1Task[], ports: Ports): Elsewhere {
  const known = new Map<string, boolean>()
  const isOn = (node: string): boolean => {
    const found = known.get(node) ?? isDrained(ports.store.get('Node', node))
    known.set(node, found)
    return found
  }
  const there = live.filter(({ spec: { node } }) => node !== undefined && isOn(node))
  if (there.length === 0) return none
  const isFollowed = (task: V1Task) =>
    replicaOf(task).leaves && live.some((other) => other !== task && other.spec.slot === task.spec.slot)
  const { leaving, staying } = elsewhere(
    service,
    there.filter((task) => !isFollowed(task)),
    ports,
  )
  return { leaving: [...there.filter(isFollowed), ...leaving], staying }
}

const none: Elsewhere = { leaving: [], staying: new Map() }
