import type { V1Service, V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { isBeingDeleted, isObserved } from '../../../api/v1/metadata.ts'
import { keyFor, keyOf } from '../../../api/v1/names.ts'
import { isRolling } from '../../../api/v1/rolling.ts'
import type { ContainerAt } from '../../ownership/ourselves.ts'
import { isOurselves } from '../../ownership/ourselves.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { OurselvesView } from '../view.ts'

/** Describes the service that these controllers run in; undefined for any other service. */
export function ourselvesIn(service: V1Service, tasks: readonly V1Task[], ports: Ports): OurselvesView | undefined {
  if (ownService(ports) !== keyOf(service)) return undefined
  const task = tasks.find((each) => containersOf(each, ports).some((at) => isOurselves(ports, at)))
  if (!task) return undefined
  const waitsFor = busyBeside(service, ports)
  return { task: task.metadata.name, ...(waitsFor === undefined ? {} : { waitsFor }) }
}

/** The key of the service that these controllers run in. Changes of all other services wake it. */
export function ownService({ ourselves, inventory }: Pick<Ports, 'ourselves' | 'inventory'>): string | undefined {
  const at = ourselves?.at()
  const own = at && inventory.host(at.node)?.containers.get(at.id)?.Config.Labels
  return own?.[labels.task] === undefined ? undefined : keyFor(own[labels.stack], own[labels.name] ?? '')
}

/** The container of a task that is to take over from these controllers. */
export function successorAt(task: V1Task, ports: Ports): ContainerAt | undefined {
  return containersOf(task, ports)[0]
}

function containersOf({ metadata, spec }: V1Task, { inventory }: Ports): readonly ContainerAt[] {
  return inventory
    .containersOf(metadata.name)
    .filter(
      ({ node, container }) => node === spec.node && container.Config.Labels?.[labels.stack] === metadata.namespace,
    )
    .map(({ node, container }) => ({ node, id: container.Id }))
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
