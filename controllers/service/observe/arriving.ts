import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../../api/v1/labels.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { isGlobal } from '../../../api/v1/service-mode.ts'
import { isUp } from '../../../engine/container/is-up.ts'
import { mayRunOn } from '../../../engine/informer/state-order.ts'
import { madeAt } from '../../../engine/container/made-at.ts'
import type { PlacedContainer } from '../../../engine/inventory.ts'
import { adoptionOf } from '../../adoption/records.ts'
import { dataThere } from '../../holds/bound-to-node.ts'
import { isNodeGone, nodeHold } from '../../holds/node-hold.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isStray } from '../../ownership/unclaimed.ts'
import { isVacant } from '../../task/observe/copies.ts'
import { hasEnded, isRetiring } from '../../../api/v1/task-phase.ts'
import { foundRevision } from './found-revision.ts'
import { isPlaceOf, isReady } from '../slots.ts'
import type { AdoptableContainer, ServiceView, Target } from '../view.ts'

type Known = Pick<ServiceView, 'service' | 'tasks'> & { readonly target: Target | undefined }

/** Finds the containers with this service's labels whose task the store does not know, and what is to become of each. */
export function adoptableOf(known: Known, ports: Ports): readonly AdoptableContainer[] {
  const { store } = ports
  const found = new Map<string, AdoptableContainer>()
  const numbers = takenNumbers(known)
  for (const placed of strays(known.service, ports)) {
    const { node, container } = placed
    const said = container.Config.Labels ?? {}
    const task = said[labels.task] ?? ''
    if (found.has(task)) continue
    const record = adoptionOf(store, 'Container', container.Id)
    const slot = numberFor({ node, number: Number(said[composeLabels.containerNumber] ?? 1) }, numbers)
    const adoptable: AdoptableContainer = {
      task,
      node,
      slot,
      revision: foundRevision(placed, { task, slot }, { known, ports }),
      id: container.Id,
      ...(record?.surplus === undefined ? {} : { surplus: true }),
    }
    // A container of others was checked when it was taken over, so it has its slot.
    found.set(
      task,
      record ? adoptable : { ...adoptable, ...placeOf({ ...adoptable, mayRunOn: mayRunOn(container) }, known, ports) },
    )
  }
  return [...found.values()]
}

/**
 * For a Global service: the slot numbers in use, with their nodes. Undefined for other services, whose containers keep the number in their
 * label.
 */
function takenNumbers({ service, tasks }: Known): Map<number, string> | undefined {
  if (!isGlobal(service.spec)) return undefined
  return new Map(tasks.flatMap(({ spec: { slot, node } }) => (node === undefined ? [] : [[slot, node] as const])))
}

/**
 * The slot number for a found container. If another node has that number by now, as after a node was given up for a while, it takes the
 * next free one.
 */
function numberFor(
  { node, number }: { readonly node: string; readonly number: number },
  taken: Map<number, string> | undefined,
): number {
  if (!taken) return number
  let free = number
  while ((taken.get(free) ?? node) !== node) free++
  taken.set(free, node)
  return free
}

/** The containers without a task; running ones first, then the newest, as only the first of each task is adopted. */
function strays(service: V1Service, ports: Ports): readonly PlacedContainer[] {
  const found = ports.inventory.containersOfService(keyOf(service)).filter((placed) => isStray(placed, ports))
  if (found.length < 2) return found
  const rank = ({ container: { State } }: PlacedContainer) => (isUp(State.Status) ? 0 : 1)
  return found.sort((a, b) => rank(a) - rank(b) || madeAt(b.container) - madeAt(a.container))
}

/**
 * Decides about a container whose slot already has a task, as when a host comes back that was given up, or was restored from a backup. It
 * is superseded where that task is ready or holds its data on its own node: of two copies of data the one in use counts. While the state of
 * that task is unknown, nothing is decided. Tasks without a container give way to it.
 */
function placeOf(
  container: AdoptableContainer & { readonly mayRunOn: boolean },
  { service, tasks, target }: Known,
  ports: Ports,
): Pick<AdoptableContainer, 'superseded' | 'undecided' | 'outruns'> {
  const others = tasks.filter((task) => isPlaceOf(task, container, service) && !isRetiring(task))
  const vacant = others.filter((task) => !hasEnded(task) && isVacant(task, ports))
  const standing = others.filter((task) => !vacant.includes(task))
  // A task whose node is gone, and that a person had replaced: nobody wants its data any more.
  const isLeft = ({ spec: { node = '' } }: V1Task) => others.length > 1 && isNodeGone(node, ports)
  const withData = standing.find(
    (task) => task.spec.node !== container.node && !isLeft(task) && dataThere(task, ports) !== undefined,
  )
  if (withData) return besideData(withData, container, ports)
  const isBetter = ({ spec }: V1Task) => spec.revision === target?.hash || container.revision !== target?.hash
  const well = standing.find((task) => isReady(task) && isBetter(task))
  if (well) return { superseded: `${well.metadata.name} has its place, and does well on ${well.spec.node}` }
  if (!container.mayRunOn) return {}
  const outruns = vacant.filter((task) => !comesAfter(task, container, target?.hash))
  return outruns.length > 0 ? { outruns: outruns.map(({ metadata }) => metadata.name) } : {}
}

function besideData(
  { metadata, spec }: V1Task,
  { node }: AdoptableContainer,
  ports: Ports,
): Pick<AdoptableContainer, 'superseded' | 'undecided'> {
  const held = nodeHold(spec.node ?? '', ports)
  if (!held) return { superseded: `${metadata.name} has its place, and its data on ${spec.node}` }
  const restart = `\`reconcile restart ${spec.service} -n ${metadata.namespace}\` goes on with what runs on ${node}`
  const remedy = isNodeGone(spec.node ?? '', ports) ? `, or ${restart}` : ''
  return { undecided: `${metadata.name} has data on ${spec.node}, and ${held.because}${remedy}` }
}

/** Whether a task without a container, bound to this node or to none, is to replace this container with the target's revision. */
function comesAfter({ spec }: V1Task, { revision, node }: AdoptableContainer, wanted: string | undefined): boolean {
  return spec.revision === wanted && revision !== wanted && (spec.node === undefined || spec.node === node)
}
