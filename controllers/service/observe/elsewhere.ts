import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { boundToNode } from '../../holds/bound-to-node.ts'
import { asFor, candidatesFor } from '../../scheduler/candidates.ts'
import type { Placing } from '../../data/pinned-volumes.ts'
import { mountsUnknownCopy } from '../../data/unknown-copies.ts'
import { noOtherWords, planPlacement } from '../../scheduler/plan.ts'

/** Which tasks can run on another node than now. */
export interface Elsewhere {
  readonly movable: readonly V1Task[]
  /** Why the others stay, by task name. */
  readonly staying: ReadonlyMap<string, string>
}

/** Splits tasks into those that can be placed on another node now without leaving data behind, and those that must stay. */
export function elsewhere(service: V1Service, tasks: readonly V1Task[], ports: Placing): Elsewhere {
  const staying = new Map<string, string>()
  const movable: V1Task[] = []
  for (const task of tasks) {
    const because =
      mountsUnknownCopy(task, service, ports) === undefined ? boundToNode(task, service, ports) : undefined
    if (because !== undefined) staying.set(task.metadata.name, because)
  }
  const free = tasks.filter(({ metadata }) => !staying.has(metadata.name))
  for (const alike of groupBy(free, ({ spec }) => spec.revision).values()) {
    const candidates = candidatesFor(service, { tasks: alike }, ports)
    const { nodes, refusals } = planPlacement(asFor(alike, service), candidates, alike.length)
    movable.push(...alike.slice(0, nodes.length))
    for (const { metadata, spec } of alike.slice(nodes.length))
      staying.set(metadata.name, noOtherWords(refusals, spec.node))
  }
  return { movable, staying }
}
