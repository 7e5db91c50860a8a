import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import type { Ports } from '../runtime/ports.ts'
import { elsewhere, type Elsewhere } from './elsewhere.ts'
import { replicaOf } from './replica.ts'

const none: Elsewhere = { movable: [], staying: new Map() }

/**
 * Which of a service's live tasks are to leave nodes that are drained, by the update strategy, and why others stay. One that has a
 * successor with a place is on its way: that one took the room that there was. What a silent host has waits for it, or until it is lost.
 */
export function drainedOf(service: V1Service, live: readonly V1Task[], ports: Ports): Elsewhere {
  const known = new Map<string, boolean>()
  const isOn = (node: string): boolean => {
    const found = known.get(node) ?? isDrained(ports.store.get('Node', node))
    known.set(node, found)
    return found
  }
  const there = live.filter((task) => task.spec.node !== undefined && isOn(task.spec.node))
  if (there.length === 0) return none
  const placed = countBySlot(live)
  const isFollowed = (task: V1Task) => replicaOf(task).leaves && (placed.get(task.spec.slot) ?? 0) > 1
  const [followed, others] = [there.filter(isFollowed), there.filter((task) => !isFollowed(task))]
  const { movable, staying } = elsewhere(
    service,
    others.filter((task) => !replicaOf(task).unreached),
    ports,
  )
  return { movable: [...followed, ...movable], staying }
}

/** How many tasks of each slot have a place. */
function countBySlot(tasks: readonly V1Task[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>()
  for (const task of tasks)
    if (!replicaOf(task).unplaced) counts.set(task.spec.slot, (counts.get(task.spec.slot) ?? 0) + 1)
  return counts
}
