import type { V1Task } from '../../../api/v1/generated/types.ts'
import { keyFor } from '../../../api/v1/names.ts'
import { sharedServices } from '../../../api/v1/template-refs.ts'
import type { Ports } from '../../runtime/ports.ts'
import { awaitedBy } from '../../service/dependencies.ts'
import { awaitsPortOf } from './port-queue.ts'

/**
 * Returns a test for whether a service of the task's stack waits, perhaps through others that it depends on or shares with, for a port of
 * the task's predecessor. If the task waited for that service, each would wait for the other.
 */
export function standsOffFrom(task: V1Task, ports: Ports): (service: string) => boolean {
  const find = (name: string) => ports.store.get('Service', keyFor(task.metadata.namespace, name))
  const waits = (name: string, seen: Set<string>): boolean => {
    if (seen.has(name)) return false
    seen.add(name)
    if (awaitsPortOf(task, keyFor(task.metadata.namespace, name), ports)) return true
    const service = find(name)
    const depended = awaitedBy(service, find).map((dependency) => dependency.service)
    const shared = service ? sharedServices(service.spec.template) : []
    return [...depended, ...shared].some((other) => waits(other, seen))
  }
  return (service) => waits(service, new Set())
}
