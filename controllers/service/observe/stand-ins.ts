import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { isLost, nodeHold } from '../../holds/node-hold.ts'
import { outage } from '../../holds/outage.ts'
import type { Ports } from '../../runtime/ports.ts'
import { elsewhere, type Elsewhere } from './elsewhere.ts'
import { provenAt } from '../proven.ts'
import { replicaOf } from '../replica.ts'

/** What becomes of tasks whose host is lost, and of those that stand in for them. */
export interface StandIns {
  /** Tasks that have a stand-in, or are to get one. They go once it is proven. */
  readonly lost: readonly V1Task[]
  /** Stand-ins that were not proven yet when the first task's host came back: they go, and the first task stays. */
  readonly relieved: readonly V1Task[]
  /** Why a task on a lost host gets no stand-in, by task name. */
  readonly staying: ReadonlyMap<string, string>
  /** When there may be more of them, ms since the epoch; Infinity where no time tells. */
  readonly nextAt: number
}

const none: StandIns = { lost: [], relieved: [], staying: new Map(), nextAt: Number.POSITIVE_INFINITY }

/**
 * Finds the live tasks whose hosts were silent for longer than the grace and which may run elsewhere meanwhile (S5): those of Replicated
 * services without data there, as far as other nodes have room for them.
 */
export function standInsOf(service: V1Service, live: readonly V1Task[], ports: Ports): StandIns {
  const standIns = live.filter(isStandIn)
  const unanswered = live.filter((task) => isOnLost(task, ports))
  if (unanswered.length === 0 && standIns.length === 0) return none
  const followersOf = followersIn(live, standIns)
  const followed = live.filter((task) => followersOf(task).length > 0)
  const isThere = (task: V1Task) => !replicaOf(task).unreached && !nodeHold(task.spec.node ?? '', ports)
  const isOver = (task: V1Task) => followersOf(task).some((other) => provenAt(other, service) <= ports.clock.now())
  const back = new Set(followed.filter((task) => isThere(task) && !isOver(task)))
  const { movable, ...others } = chosen(
    service,
    unanswered.filter((task) => followersOf(task).length === 0),
    ports,
  )
  return {
    lost: [...followed.filter((task) => !back.has(task)), ...movable],
    relieved: [...back].flatMap(followersOf),
    ...others,
  }
}

/** Whether a task was created as a stand-in. */
function isStandIn({ metadata }: V1Task): boolean {
  return metadata.annotations?.[annotations.standsIn] !== undefined
}

/** Returns a lookup of a task's stand-ins: those of its slot that were created after it. */
function followersIn(live: readonly V1Task[], standIns: readonly V1Task[]): (task: V1Task) => readonly V1Task[] {
  const bySlot = new Map<number, V1Task[]>()
  for (const task of standIns) bySlot.set(task.spec.slot, [...(bySlot.get(task.spec.slot) ?? []), task])
  const followers = new Map<V1Task, readonly V1Task[]>()
  for (const task of live) {
    const after = bySlot.get(task.spec.slot)?.filter((other) => isAfter(other, task)) ?? []
    if (after.length > 0) followers.set(task, after)
  }
  return (task) => followers.get(task) ?? []
}

function isAfter(task: V1Task, other: V1Task): boolean {
  const madeAt = ({ metadata }: V1Task) => metadata.creationTimestamp ?? ''
  return madeAt(task) > madeAt(other)
}

function isOnLost(task: V1Task, { store }: Ports): boolean {
  return replicaOf(task).unreached && isLost(store.get('Node', task.spec.node ?? ''))
}

/** Which tasks on lost nodes have a place elsewhere. None where rather this machine seems to be cut off. */
function chosen(service: V1Service, lost: readonly V1Task[], ports: Ports): Elsewhere & Pick<StandIns, 'nextAt'> {
  const broken = lost.length > 0 ? outage(ports) : undefined
  const found = elsewhere(service, lost, ports)
  if (broken === undefined) return { ...found, nextAt: Number.POSITIVE_INFINITY }
  const { words, nextAt } = broken
  return {
    movable: [],
    staying: new Map(
      [...found.movable.map(nameOf), ...found.staying.keys()].map((name) => [name, found.staying.get(name) ?? words]),
    ),
    nextAt,
  }
}

function nameOf({ metadata }: V1Task): string {
  return metadata.name
}
