import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyOf, serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import type { Key, Store } from '../../../store/objects/store.ts'
import type { Ports } from '../../runtime/ports.ts'
import { type Contender, contendersOf, heldWords } from '../../scheduler/host-claim.ts'
import { isAtGoal } from '../../service/goal.ts'
import { givesClaims, goalUnderWay } from '../../service/under-way.ts'
import { othersInSlot } from '../../service/slots.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'
import type { PortHolder } from '../view.ts'

/**
 * The task of another service that has a port, or a fixed address, which this task needs. One that keeps it comes before one that will free
 * it.
 */
export function portHolder(task: V1Task, ports: Ports): PortHolder | undefined {
  const { store } = ports
  const holders = holdersOf(task, ports)
  const [held] = [...holders.filter(({ other }) => !givesClaims(other, task, store)), ...holders]
  if (!held) return undefined
  const { other, claim } = held
  if (!givesClaims(other, task, store)) {
    const message = heldWords(other, task.metadata.namespace, claim)
    return { need: { reason: taskReasons.portTaken, message }, movedAt: 0, waitsForUs: false }
  }
  const message = `its ${claim.what} is held by ${keyOf(other)}, which ${isRetiring(other) ? 'ends' : 'is being replaced'}`
  const service = store.get('Service', serviceKeyOf(other))
  return {
    need: { reason: taskReasons.waitingForPort, message },
    movedAt: Date.parse(service?.status?.rollout?.progressedAt ?? '') || 0,
    waitsForUs: isFirstInRing(task, ports),
  }
}

/**
 * Whether a service waits for a port of a task's predecessor, perhaps behind others. One that is the first in a ring says that it waits for
 * its own predecessor, and needs the port all the same.
 */
export function awaitsPortOf(task: V1Task, service: string, ports: Ports): boolean {
  return [...ports.store.by('Task', 'service', service).values()].some(
    (other) =>
      !isRetiring(other) &&
      FOR_PORT.has(other.status?.reason) &&
      awaitedBy(other, { first: task, ports }).has(keyOf(task)),
  )
}

const FOR_PORT = new Set<string | undefined>([taskReasons.waitingForPort, taskReasons.waitingForPredecessor])

/**
 * The tasks that a change of a task, its container or its rollout may concern for the sake of ports: the task itself, those that need its
 * ports, all tasks in a ring with one of these, as one of them gives way, and the successors of those that have its ports.
 */
export function inLineWith(task: V1Task, ports: Ports): readonly Key[] {
  const contenders = contendersOf(task, ports.store).map(({ other }) => other)
  const inLine = [task, ...contenders].flatMap((one) => {
    if (!isInPortLine(one)) return []
    const awaited = awaitedBy(one, { first: one, ports })
    return awaited.has(keyOf(one)) ? [...awaited.keys()] : [keyOf(one)]
  })
  return [...inLine, ...contenders.flatMap((one) => successorsOf(one, ports.store).map(keyOf))]
}

/** Whether a task waits for a port that a task of another service has. */
export function isInPortLine({ status }: V1Task): boolean {
  return status?.reason === taskReasons.waitingForPort || status?.reason === taskReasons.portTaken
}

/**
 * The tasks of other services whose container has a port of this task, or had it and may start again. Before its first start a container
 * holds none.
 */
function holdersOf(task: V1Task, { store, inventory }: Pick<Ports, 'store' | 'inventory'>): readonly Contender[] {
  return contendersOf(task, store).filter(({ other }) => {
    if (hasEnded(other)) return false
    const found = inventory.containersOf(other.metadata.name).filter(({ node }) => node === task.spec.node)
    return found.some(({ container }) => container.State.Status !== 'created')
  })
}

/**
 * Whether tasks wait for ports of each other's predecessors in a ring, and this task has the lowest key: then its predecessor stops before
 * the port is free. All others in the ring must have everything but the port, their containers too, and wait for nobody outside of it, so
 * that no downtime is longer than necessary.
 */
function isFirstInRing(task: V1Task, ports: Ports): boolean {
  const key = keyOf(task)
  const awaited = awaitedBy(task, { first: task, ports })
  if (!awaited.has(key)) return false
  const comes = ({ other }: Contender) =>
    isRetiring(other) || successorsOf(other, ports.store).some((next) => awaited.has(keyOf(next)))
  if (![...awaited.values()].every((at) => holdersOf(at, ports).every(comes))) return false
  return [...awaited].every(([other, at]) => other >= key || !awaitedBy(at, { first: task, ports }).has(key))
}

/**
 * The tasks that have to start before a task gets its ports, directly or through others. Each is the successor of a task that holds a port
 * which the previous one needs.
 */
function awaitedBy(task: V1Task, at: InRing): ReadonlyMap<string, V1Task> {
  const awaited = new Map<string, V1Task>()
  const open = [task]
  for (let next = open.pop(); next; next = open.pop())
    for (const successor of nextOf(next, at)) {
      if (awaited.has(keyOf(successor))) continue
      awaited.set(keyOf(successor), successor)
      open.push(successor)
    }
  return awaited
}

interface InRing {
  /** The task that asks; it counts as waiting, whatever its status says. */
  readonly first: V1Task
  readonly ports: Ports
}

function nextOf(task: V1Task, { first, ports }: InRing): readonly V1Task[] {
  const waits = (other: V1Task) => other === first || other.status?.reason === taskReasons.waitingForPort
  return holdersOf(task, ports).flatMap(({ other }) => successorsOf(other, ports.store).filter(waits))
}

function successorsOf(task: V1Task, store: Store): readonly V1Task[] {
  const service = store.get('Service', serviceKeyOf(task))
  const goal = service && goalUnderWay(service, store)
  if (!goal) return []
  return othersInSlot(task, store).filter((other) => isAtGoal(other, goal) && !isRetiring(other))
}
