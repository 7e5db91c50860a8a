import type { V1Service, V1Task } from '../../api/v1/generated/types.ts'
import { annotations } from '../../api/v1/labels.ts'
import { isGlobal, isJob } from '../../api/v1/service-mode.ts'
import { isLost } from '../holds/node-hold.ts'
import { outage } from '../holds/outage.ts'
import type { Ports } from '../runtime/ports.ts'
import { elsewhere, type Elsewhere } from './elsewhere.ts'
import { replicaOf } from './replica.ts'
import { isReady } from './slots.ts'

/** What becomes of tasks whose host is lost, and of those that stand in for them. */
export interface StandIns {
  /** Another stands in for these, or is to: they go once it is ready. */
  readonly lost: readonly V1Task[]
  /** Those that were not ready yet when the host of the one before them answered again: it goes on. */
  readonly relieved: readonly V1Task[]
  /** Why none stands in, by the name of a lost one. */
  readonly staying: ReadonlyMap<string, string>
}

const none: StandIns = { lost: [], relieved: [], staying: new Map() }

/**
 * Which of a service's live tasks are on hosts that were silent for longer than the grace and may run elsewhere meanwhile (S5): those of
 * Replicated services with no data there, where another node has room for them. What a job did there nobody knows.
 */
export function standInsOf(service: V1Service, live: readonly V1Task[], ports: Ports): StandIns {
  if (isGlobal(service.spec) || isJob(service.spec)) return none
  const standIns = live.filter(isStandIn)
  const unanswered = live.filter((task) => isOnLost(task, ports))
  if (unanswered.length === 0 && standIns.length === 0) return none
  const followersOf = (task: V1Task) => standIns.filter((other) => isAfter(other, task))
  const followed = live.filter((task) => followersOf(task).length > 0)
  const back = followed.filter((task) => !replicaOf(task).unreached)
  const relieved = back.flatMap((task) => followersOf(task).filter((other) => !isReady(other)))
  const goingOn = back.filter((task) => !followersOf(task).some(isReady))
  const { leaving, staying } = chosen(
    service,
    unanswered.filter((task) => !followed.includes(task)),
    ports,
  )
  return { lost: [...followed.filter((task) => !goingOn.includes(task)), ...leaving], relieved, staying }
}

/** Whether a task was made in the place of one whose host was lost. */
function isStandIn({ metadata }: V1Task): boolean {
  return metadata.annotations?.[annotations.standsIn] !== undefined
}

function isAfter(task: V1Task, other: V1Task): boolean {
  const madeAt = ({ metadata }: V1Task) => metadata.creationTimestamp ?? ''
  return task.spec.slot === other.spec.slot && madeAt(task) > madeAt(other)
}

function isOnLost(task: V1Task, { store }: Ports): boolean {
  return replicaOf(task).unreached && isLost(store.get('Node', task.spec.node ?? ''))
}

/** Of tasks on lost nodes those that have a place elsewhere; none where it is rather this machine that is cut off. */
function chosen(service: V1Service, lost: readonly V1Task[], ports: Ports): Elsewhere {
  const broken = lost.length > 0 ? outage(ports) : undefined
  if (broken === undefined) return elsewhere(service, lost, ports)
  return { leaving: [], staying: new Map(lost.map(({ metadata }) => [metadata.name, broken])) }
}
