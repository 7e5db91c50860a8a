import type { V1Task } from '../../../api/v1/generated/types.ts'
import { withProxies } from '../../../engine/proxies.ts'
import type { ContainerBody } from '../../../engine/types/container.ts'
import type { EngineInfo } from '../../../engine/types/engine.ts'
import type { Ports } from '../../runtime/ports.ts'
import { loggingBody } from './logging.ts'

/** The body of a task's create, with what a new container gets though nobody declares it: it is compared by none of that. */
export function createBody(task: V1Task, body: ContainerBody, ports: Ports): ContainerBody {
  return withProxies(loggingBody(task, body, ports), proxiesOn(task.spec.node ?? '', ports))
}

/** The proxies that docker's command line would give what is made on a node, by the config.json of this machine. */
export function proxiesOn(node: string, { inventory }: Pick<Ports, 'inventory'>): EngineInfo['proxies'] {
  return inventory.host(node)?.info?.proxies
}
