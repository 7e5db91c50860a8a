import type { V1Task } from '../../../api/v1/generated/types.ts'
import { isUnbounded, withRotation } from '../../../engine/container/log-rotation.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { ContainerBody } from '../../../engine/types/container.ts'
import type { Ports } from '../../runtime/ports.ts'
import { taskKeyIn } from '../../ownership/made-for.ts'

/**
 * The body of a create, with a logging driver that rotates, if the manifest states none and the engine's default fills the disk. No
 * comparison includes it, so that running containers stay as they were made.
 */
export function loggingBody({ spec }: V1Task, body: ContainerBody, ports: Ports): ContainerBody {
  if (spec.template.logging) return body
  const driver = ports.inventory.host(spec.node ?? '')?.info?.loggingDriver ?? ''
  return isUnbounded(driver) && !isRotatedByDefault(spec.node ?? '', driver, ports) ? withRotation(body) : body
}

/**
 * Whether the engine's configuration bounds its default driver (`log-opts` of daemon.json). The API does not tell, but a container that was
 * created without a stated driver shows it.
 */
function isRotatedByDefault(node: string, driver: string, ports: Ports): boolean {
  for (const container of ports.inventory.host(node)?.containers.values() ?? []) {
    const { Type, Config } = container.HostConfig.LogConfig ?? {}
    if (Type === driver && Config?.['max-size'] !== undefined && !isStated(container, ports)) return true
  }
  return false
}

/** Whether a container's manifest states a logging driver. It may have, if the manifest is unknown. */
function isStated({ Config: { Labels: own } }: HostContainer, { store }: Ports): boolean {
  const task = store.get('Task', taskKeyIn(own))
  return task === undefined || task.spec.template.logging !== undefined
}
