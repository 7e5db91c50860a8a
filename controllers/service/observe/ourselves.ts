import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { isBeingDeleted, isObserved } from '../../../api/v1/metadata.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { isRolling } from '../../../api/v1/rolling.ts'
import type { ContainerAt } from '../../ownership/ourselves.ts'
import { isOurselves } from '../../ownership/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { OurselvesView } from '../view.ts'
import { objectKeyIn } from '../../ownership/made-for.ts'

/** Describes the service that these controllers run in; undefined for any other service. */
export function ourselvesIn(service: V1Service, tasks: readonly V1Task[], ports: Ports): OurselvesView | undefined {
  if (ownService(ports) !== keyOf(service)) return undefined
  const task = tasks.find((each) => containersOf(each, ports).some((at) => isOurselves(ports, at)))
  if (!task) return undefined
  const waitsFor = busyBeside(service, ports)
  const restarts = new Map(tasks.map((each) => [each.metadata.name, restartsOf(each, ports)]))
  return { task: task.metadata.name, restarts, ...(waitsFor === undefined ? {} : { waitsFor }) }
}

/** How often a task ran again, by its engine's count too: these controllers may not have been there. */
function restartsOf(task: V1Task, ports: Ports): number {
  const counts = placedOf(task, ports).map(({ container }) => container.RestartCount ?? 0)
  return Math.max(task.status?.restarts ?? 0, ...counts)
}

/** The key of the service that these controllers run in. Changes of all other services wake it. */
export function ownService({ ourselves, inventory }: Pick<Ports, 'ourselves' | 'inventory'>): string | undefined {
  const at = ourselves?.at()
  const own = at && inventory.host(at.node)?.containers.get(at.id)?.Config.Labels
  return own?.[labels.task] === undefined ? undefined : objectKeyIn(own)
}

/** The container of a task that is to take over from these controllers. */
export function successorAt(task: V1Task, ports: Ports): ContainerAt | undefined {
  return containersOf(task, ports)[0]
}

function containersOf(task: V1Task, ports: Ports): readonly ContainerAt[] {
  return placedOf(task, ports).map(({ node, container }) => ({ node, id: container.Id }))
}

function placedOf({ metadata, spec }: V1Task, { inventory }: Ports) {
  return inventory
    .containersOf(metadata.name)
    .filter(
      ({ node, container }) => node === spec.node && container.Config.Labels?.[labels.stack] === metadata.namespace,
    )
}

/** The key of another service that is still being reconciled, among those that these controllers work on. */
function busyBeside(service: V1Service, { store, concerns = () => true }: Ports): string | undefined {
  for (const [key, other] of store.list('Service'))
    if (other.metadata.uid !== service.metadata.uid && concerns(key, 'Service') && isOnItsWay(other)) return key
  return undefined
}

function isOnItsWay(service: V1Service): boolean {
  return !isObserved(service) || isBeingDeleted(service) || isRolling(service.status?.rollout)
}
