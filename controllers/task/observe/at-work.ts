import type { V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { firstComposed } from '../../adoption/beside.ts'
import { consentOf } from '../../adoption/records.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { NameHolder } from '../view.ts'

/**
 * The container that docker compose runs for a task's service, on any node and under any name. Nothing is created beside it, as both would
 * write to the same data. Undefined where it may be adopted, or where the service has containers of ours. None is missed: tasks create
 * nothing before their service was observed, and that waits for the first list of each host that answers.
 */
export function atWork(task: V1Task, ports: Ports): NameHolder | undefined {
  const first = firstComposed(serviceKeyOf(task), ports.inventory)
  if (!first || !isAlone(task, ports)) return undefined
  const { node, container } = first
  const maker = { project: task.metadata.namespace ?? '' }
  return { by: 'foreign', id: container.id, maker, runs: { name: container.name, node } }
}

/**
 * Whether the stack has no consent to an adoption, and the service no container of ours: with one of ours beside Compose's, another changes
 * nothing.
 */
function isAlone(task: V1Task, { store, inventory }: Ports): boolean {
  return (
    consentOf(store, task.metadata.namespace) === undefined &&
    inventory.containersOfService(serviceKeyOf(task)).length === 0
  )
}
