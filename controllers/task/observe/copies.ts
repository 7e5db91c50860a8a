import type { V1Task } from '../../../api/v1/generated/types.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { listNames } from '../../../api/v1/language/list-names.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { isUp } from '../../../engine/container/is-up.ts'
import { madeAt } from '../../../engine/container/made-at.ts'
import { nameOf } from '../../../engine/container/name.ts'
import type { HostContainer, PlacedContainer } from '../../../engine/inventory.ts'
import { isNodeGone, nodeHold } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isOneShot } from '../../service/to-end.ts'
import { hasEnded } from '../../../api/v1/task-phase.ts'
import { isOf } from './name-holder.ts'
import type { CopyView } from '../view.ts'

// A task has one container, on its node. Another node has a copy where its host was cloned or restored from a backup, where the state was
// restored from one, or where the task's host has another name now.

type Looked = Pick<Ports, 'store' | 'inventory'>

/** The containers of a task on nodes other than its own. */
export function copiesOf(task: V1Task, { inventory }: Pick<Ports, 'inventory'>): readonly PlacedContainer[] {
  const all = inventory.containersOf(task.metadata.name)
  if (all.every(({ node }) => node === task.spec.node)) return none
  const own = all.filter(({ node }) => node === task.spec.node)
  const isOther = (placed: PlacedContainer) => !own.some(({ container }) => isSame(container, placed.container))
  return all.filter(
    (placed) =>
      placed.node !== task.spec.node &&
      isOf(task, placed.container) &&
      !isOneEngine(placed.node, task.spec.node, inventory) &&
      isOther(placed),
  )
}

const none: readonly PlacedContainer[] = []

/** Whether two nodes show the same container, as where both are one engine. The copy on a cloned machine has another start time. */
function isSame(one: HostContainer, other: HostContainer): boolean {
  return one.Id === other.Id && one.State.StartedAt === other.State.StartedAt
}

function isOneEngine(node: string, other: string | undefined, { host, nodesOfEngine }: Ports['inventory']): boolean {
  const info = host(node)?.info
  return info !== undefined && other !== undefined && nodesOfEngine(info).includes(other)
}

/** Where the data of a removed container stays, in words; empty where it has no volumes. */
export function keptVolumesWords({ Mounts }: HostContainer): string {
  const volumes = (Mounts ?? []).flatMap(({ Name }) => Name ?? [])
  if (volumes.length === 0) return ''
  return `; what it wrote stays there in the volume${volumes.length > 1 ? 's' : ''} ${listNames(volumes)}`
}

/** The copies that may be removed, for the task's plan: on nodes that may be worked on, and not kept for their data. */
export function copyViews(task: V1Task, ports: Looked): readonly CopyView[] {
  return copiesOf(task, ports)
    .filter(({ node, container }) => container.State.Status !== 'removing' && !nodeHold(node, ports))
    .map(({ node, container }) => ({
      node,
      id: container.Id,
      name: nameOf(container),
      left: keptVolumesWords(container),
    }))
}

/** Words for a task whose node can't be worked on while a container of it is on another node, and what to do; empty where there is none. */
export function copyWords(task: V1Task, ports: Looked): string {
  const nodes = new Set(copiesOf(task, ports).map(({ node }) => node))
  if (nodes.size === 0) return ''
  const { node = '' } = task.spec
  const found = `; a container of it is on ${listNames([...nodes])}`
  if (isNodeGone(node, ports)) return `${found}: it goes on there once that may be worked on`
  return `${found}: where that is the host of ${node}, take ${node} out of the files, and it goes on there; else it goes once ${node} answers`
}

/**
 * The node where the container of a task runs, or has ended if it is meant to, where its own node was listed and has none; of a task that
 * has ended, where its own node is gone. Undefined if we stopped the container, as a task may be without one for a moment while we replace
 * it. Undefined for Global services too, whose tasks belong to their node.
 */
export function runsElsewhere(task: V1Task, ports: Looked): string | undefined {
  const copies = copiesOf(task, ports)
  const isOver = hasEnded(task)
  const isAstray = isOver ? isNodeGone(task.spec.node ?? '', ports) : isVacant(task, ports)
  if (copies.length === 0 || !isAstray) return undefined
  const service = ports.store.get('Service', serviceKeyOf(task))
  if (!service || isGlobal(service.spec) || task.status?.stoppedByUs) return undefined
  const ends = isOver || isOneShot(service, ports.store)
  const goesOn = ({ State: { Status } }: HostContainer) => isUp(Status) || (ends && Status === 'exited')
  const found = copies.filter(({ node, container }) => goesOn(container) && !nodeHold(node, ports))
  return [...found].sort((a, b) => madeAt(b.container) - madeAt(a.container) || (a.node < b.node ? -1 : 1))[0]?.node
}

/** Whether a task is known to have no container on its node. */
export function isVacant({ metadata, spec }: V1Task, ports: Looked): boolean {
  if (spec.node === undefined) return true
  if (nodeHold(spec.node, ports)) return false
  return !ports.inventory.containersOf(metadata.name).some(({ node }) => node === spec.node)
}
