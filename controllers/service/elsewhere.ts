import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { groupBy } from '../../api/v1/group-by.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { ownData } from '../holds/own-data.ts'
import type { Ports } from '../runtime/ports.ts'
import { asFor, candidatesFor } from '../scheduler/candidates.ts'
import { planPlacement } from '../scheduler/plan.ts'

/** What of tasks may run on other nodes than now. */
export interface Elsewhere {
  readonly leaving: readonly V1Task[]
  /** Why the others stay, by name. */
  readonly staying: ReadonlyMap<string, string>
}

/** Which tasks of a service have a place elsewhere now, with nothing left behind; no other way is one to leave by itself. */
export function elsewhere(service: V1Service, tasks: readonly V1Task[], ports: Ports): Elsewhere {
  const staying = new Map<string, string>()
  const leaving: V1Task[] = []
  for (const task of tasks) {
    const because = boundBy(task, service, ports)
    if (because !== undefined) staying.set(task.metadata.name, because)
  }
  const movable = tasks.filter(({ metadata }) => !staying.has(metadata.name))
  for (const alike of groupBy(movable, ({ spec }) => spec.revision).values()) {
    const candidates = candidatesFor(service, alike, ports).map((each) => ({ ...each, givesPorts: () => false }))
    const { nodes, because } = planPlacement(asFor(alike, service), candidates, alike.length)
    leaving.push(...alike.slice(0, nodes.length))
    for (const { metadata } of alike.slice(nodes.length)) staying.set(metadata.name, because)
  }
  return { leaving, staying }
}

/** What binds a task to its node whatever room there is on others, in words. */
export function boundBy(task: V1Task, service: V1Service, ports: Ports): string | undefined {
  if (isGlobal(service.spec)) return 'its service runs on each node'
  // What one did there nobody knows.
  if (isJob(service.spec)) return 'it is let end, as a job'
  return ownData(task, ports)
}
