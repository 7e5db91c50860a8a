import type { V1Task } from '../../../api/v1/generated/types.ts'
import { composeLabels } from '../../../api/v1/labels.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { mayRunOn } from '../../../engine/informer/state-order.ts'
import { nameOf } from '../../../engine/container/name.ts'
import type { PlacedContainer } from '../../../engine/inventory.ts'
import { hiddenFromLook } from '../../adoption/hidden-hosts.ts'
import { lostContainer } from '../../adoption/lost.ts'
import { isYetToLook } from '../../adoption/records.ts'
import { hasTakenOver } from '../../holds/unseen-nodes.ts'
import { areListed } from '../../runtime/listed.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isStray } from '../../ownership/unclaimed.ts'
import { asFor } from '../../scheduler/candidates.ts'
import { mountsUnknownCopy } from '../../data/unknown-copies.ts'
import { runsUntaken } from '../../data/yet-to-take-over.ts'
import { mayHaveMoved, mountsUnseen } from '../../data/unseen-data.ts'
import { replicaOf } from '../../service/replica.ts'
import { isPlaceOf, othersInSlot } from '../../service/slots.ts'
import { hadContainer } from './baseline.ts'
import type { Need } from '../view.ts'

/** How soon to look again, ms. */
const LOOK_MS = 500

/** What a task waits for before it creates a container: existing containers of its service are adopted first. */
export function adoptionNeeds(task: V1Task, ports: Ports): readonly Need[] {
  const { metadata, spec } = task
  const reason = taskReasons.waitingForAdoption
  const isLooked = !isYetToLook(ports.store, metadata.namespace ?? '', spec.service)
  if (!isLooked || lostContainer(task, ports) !== undefined)
    return [{ reason, message: lookWords(isLooked ? undefined : hiddenFromLook(ports)) }]
  // For a task that never had a container, the service loop decides from the lists of all reachable hosts.
  const moved = hadContainer(task, ports.store) ? inItsPlace(task, ports) : behindMoved(task, ports)
  const service = ports.store.get('Service', serviceKeyOf(task))
  // One that runs on another host with a volume of the task may be on a host that has just answered.
  const message = moved ?? (service && runsUntaken(asFor([task], service), ports))
  const until = ports.clock.now() + LOOK_MS
  if (message !== undefined) return [{ reason, message, until }]
  const unknown = service && mountsUnknownCopy(task, service, ports)
  return unknown === undefined ? [] : [{ reason: taskReasons.copyUnknown, message: unknown, until }]
}

function lookWords(hidden: string | undefined): string {
  return `what others made for it is looked for first${hidden === undefined ? '' : `: ${hidden}`}`
}

/** What may have taken the place of a container that is gone: with a state from a backup, the task may have moved since (S6). */
function inItsPlace(task: V1Task, ports: Ports): string | undefined {
  if (!areListed(ports)) return 'its container is gone: what runs on other hosts is looked at first'
  const found = ports.inventory.containersOfService(serviceKeyOf(task)).find((placed) => isAnother(placed, task, ports))
  if (found) return `${nameOf(found.container)} is on ${found.node} in its place, and is taken over first`
  return sinceBackup(task, ports)
}

/**
 * The same for a task whose predecessor in the slot lost its container, or that mounts volumes nobody has seen mounted. Even on the same
 * node it might start with outdated data. A restart accepts that.
 */
function behindMoved(task: V1Task, ports: Ports): string | undefined {
  const { store, inventory } = ports
  if (!hasTakenOver(store) || replicaOf(task).restart !== undefined) return undefined
  const isGone = (other: V1Task) =>
    other.spec.node !== undefined &&
    hadContainer(other, store) &&
    inventory.containersOf(other.metadata.name).length === 0
  const before = othersInSlot(task, store).find(isGone)
  if (before) return sinceBackup(before, ports)
  const service = store.get('Service', serviceKeyOf(task))
  return service && mountsUnseen(task, service, store)
}

/** Tells that the task may have moved since the backup. Not if its container was seen after the restore. */
function sinceBackup(task: V1Task, { store }: Ports): string | undefined {
  const service = store.get('Service', serviceKeyOf(task))
  return service && task.status?.containerID === undefined ? mayHaveMoved(task, service, store) : undefined
}

function isAnother(placed: PlacedContainer, task: V1Task, ports: Ports): boolean {
  const { node, container } = placed
  if (!mayRunOn(container) || !isStray(placed, ports)) return false
  const slot = Number(container.Config.Labels?.[composeLabels.containerNumber])
  return isPlaceOf(task, { node, slot }, ports.store.get('Service', serviceKeyOf(task)))
}
