import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { groupBy } from '../../api/v1/language/group-by.ts'
import { keyOf, serviceKeyOf } from '../../api/v1/names.ts'
import { isDrained } from '../../api/v1/node-drained.ts'
import { isGlobal } from '../../api/v1/service-mode.ts'
import { boundToNode } from '../holds/bound-to-node.ts'
import { pauseOf } from '../holds/pause.ts'
import { madeFor } from '../ownership/made-for.ts'
import type { Ports } from '../runtime/ports.ts'
import { asFor } from '../scheduler/candidates.ts'
import { couldRun } from '../scheduler/filters.ts'
import { movedBy } from '../data/held-by-volume.ts'
import { noOtherNode } from '../scheduler/no-other-node.ts'
import { elsewhere } from '../service/observe/elsewhere.ts'
import { ownService } from '../service/observe/ourselves.ts'
import { rolloutPauseOf } from '../service/rollout-pause.ts'
import { hasEnded, isRetiring } from '../../api/v1/task-phase.ts'
import type { StillThere } from './plan.ts'
import { isOneShot } from '../service/to-end.ts'

/** The tasks bound to a node that have not ended. */
export function tasksOn(node: string, store: Ports['store']): readonly V1Task[] {
  return [...store.by('Task', 'node', node).values()].filter((task) => !hasEnded(task))
}

/** The names of the networks on a node that our Networks made there, and that these remove once no task there uses them. */
export function networksOn(node: string, { store, inventory, installation }: Ports): readonly string[] {
  return [...(inventory.host(node)?.networks.values() ?? [])].flatMap((found) => {
    const key = madeFor('Network', found, installation)
    const network = key === undefined ? undefined : store.get('Network', key)
    return network && !network.spec.external ? [found.Name] : []
  })
}

/** The tasks on a drained node, with why each stays. */
export function stillOn(node: string, ports: Ports): readonly StillThere[] {
  return [...groupBy(tasksOn(node, ports.store), serviceKeyOf)].flatMap(([key, tasks]) => {
    const service = ports.store.get('Service', key)
    return service
      ? ofService(service, tasks, ports)
      : tasks.map((task) => ({ task: keyOf(task), ends: true as const }))
  })
}

/** The tasks of one service. One that nothing binds still stays where no other node takes it. */
function ofService(service: V1Service, tasks: readonly V1Task[], ports: Ports): readonly StillThere[] {
  const there = tasks.map((task) => ({ task, why: whyItStays(task, service, ports) }))
  const free = there.filter(({ task, why }) => why === undefined && leavesByRollout(task, service, ports))
  const { staying } = elsewhere(
    service,
    free.map(({ task }) => task),
    ports,
  )
  return there.map(({ task, why }): StillThere => {
    const nowhere = staying.get(task.metadata.name)
    const noNode = nowhere === undefined ? {} : { because: nowhere, ...mayPass(task, service, ports) }
    const ends = leavesByRollout(task, service, ports) ? {} : { ends: true as const }
    return { task: keyOf(task), ...(why ?? { ...noNode, ...ends }) }
  })
}

/** Whether another node may take the task later: it may lack room now, or be silent. */
function mayPass(task: V1Task, service: V1Service, { store }: Ports): Pick<StillThere, 'passes'> {
  const others = [...store.list('Node').values()].filter((node) => node.metadata.name !== task.spec.node)
  const isOpen = others.some((node) => !isDrained(node) && couldRun(node, asFor([task], service)))
  return isOpen ? { passes: true } : {}
}

/** Whether the rollout of its service moves the task elsewhere: not if it is retiring, or runs once on each node (Global, no one-shot). */
function leavesByRollout(task: V1Task, service: V1Service, { store }: Ports): boolean {
  return !isRetiring(task) && !(isGlobal(service.spec) && !isOneShot(service, store))
}

const MOVE_OURSELVES =
  'this reconcile runs in it: docs/backups.md says how that moves, under "To move to another machine"'

function whyItStays(task: V1Task, service: V1Service, ports: Ports): Omit<StillThere, 'task'> | undefined {
  const { store, clock } = ports
  const paused = pauseOf(store, service.metadata, clock.now())
  if (paused) return { because: paused.message, ...(paused.until === undefined ? {} : { passes: true }) }
  if (!leavesByRollout(task, service, ports)) return undefined
  const bound = boundToNode(task, service, ports)
  if (bound !== undefined && isOneShot(service, store)) return { because: bound, passes: true }
  // A stop, as before a volume is moved, would end what is to go on with that.
  if (bound !== undefined && keyOf(service) === ownService(ports)) return { because: `${bound}, and ${MOVE_OURSELVES}` }
  if (bound !== undefined) {
    const [by, nowhere] = [movedBy(task, ports), noOtherNode(task, service, store)]
    if (nowhere === undefined) return { because: bound, ...by }
    // A restart would only wait for a node that may run it.
    return { because: `${bound}, and no other node may run it: ${nowhere}`, ...('volumes' in by ? by : {}) }
  }
  const held = rolloutPauseOf(store, keyOf(service))
  return held ? { because: held.message } : undefined
}
