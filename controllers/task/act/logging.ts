import type { V1Task } from '../../../api/v1/generated/types.ts'
import { labels } from '../../../api/v1/labels.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { isUnbounded, withRotation } from '../../../engine/container/log-rotation.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { ContainerBody } from '../../../engine/types/container.ts'
import type { Ports } from '../../runtime/ports.ts'

/**
 * The body of a task's create, with a logging driver that rotates where the manifest states none and the engine's default fills the
 * disk. It is no part of what a container is compared by: what runs already stays as it was made.
 */
export function loggingBody({ spec }: V1Task, body: ContainerBody, ports: Ports): ContainerBody {
  if (spec.template.logging) return body
  const driver = ports.inventory.host(spec.node ?? '')?.info?.loggingDriver ?? ''
  return isUnbounded(driver) && !isRotatedByDefault(spec.node ?? '', driver, ports) ? withRotation(body) : body
}

/**
 * Whether the engine's own configuration bounds its default (`log-opts` of daemon.json). It tells nobody; but what was made without a
 * stated driver shows what came of it.
 */
function isRotatedByDefault(node: string, driver: string, ports: Ports): boolean {
  for (const container of ports.inventory.host(node)?.containers.values() ?? []) {
    const { Type, Config } = container.HostConfig.LogConfig ?? {}
    if (Type === driver && Config?.['max-size'] !== undefined && !isStated(container, ports)) return true
  }
  return false
}

/** What nobody knows the manifest of may have stated it. */
function isStated({ Config: { Labels: own } }: HostContainer, { store }: Ports): boolean {
  const task = store.get('Task', keyFor(own?.[labels.stack], own?.[labels.task] ?? ''))
  return task === undefined || task.spec.template.logging !== undefined
}
