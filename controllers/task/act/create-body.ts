import type { V1Task } from '../../../api/v1/generated/types.ts'
import { taskReasons } from '../../../api/v1/reasons.ts'
import { keyOf } from '../../../api/v1/names.ts'
import { unreadWords, withProxies } from '../../../engine/proxies.ts'
import type { ContainerBody } from '../../../engine/types/container.ts'
import type { EngineInfo } from '../../../engine/types/engine.ts'
import type { Ports } from '../../runtime/ports.ts'
import { loggingBody } from './logging.ts'

/** The body of a create, with defaults that nobody declares and that no comparison with the declaration includes. */
export function createBody(task: V1Task, body: ContainerBody, ports: Ports): ContainerBody {
  return withProxies(loggingBody(task, body, ports), proxiesOn(task.spec.node ?? '', ports))
}

/** The proxies that the docker command would set for containers on a node, by the config.json of this machine. */
export function proxiesOn(node: string, { inventory }: Pick<Ports, 'inventory'>): EngineInfo['proxies'] {
  return inventory.host(node)?.info?.proxies
}

/** The message that those proxies are unknown for a node; undefined if they are known. */
export function proxiesUnreadOn(node: string, { inventory }: Pick<Ports, 'inventory'>): string | undefined {
  return unreadWords(node, inventory.host(node)?.info)
}

/** Records an event if a container is created without knowing them. */
export function tellUnreadProxies(task: V1Task, ports: Pick<Ports, 'inventory' | 'recorder'>): void {
  const message = proxiesUnreadOn(task.spec.node ?? '', ports)
  if (message === undefined) return
  ports.recorder.record({ object: `Task/${keyOf(task)}`, type: 'Warning', reason: taskReasons.proxiesUnread, message })
}
