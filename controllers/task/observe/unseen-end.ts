import type { V1Task } from '../../../api/v1/generated/types.ts'
import { serviceKeyOf } from '../../../api/v1/names.ts'
import { healthOf } from '../../../engine/container/health.ts'
import type { HostContainer } from '../../../engine/inventory.ts'
import type { Ports } from '../../runtime/ports.ts'
import { isOneShot, isServing } from '../../service/to-end.ts'
import type { ContainerView } from '../view.ts'

/**
 * What an end was that nobody saw, and that its engine does not remember. A one-shot is done by it. What serves was stopped, as it does not
 * end by itself with 0; its image may name the health check that tells. Of all else nobody knows.
 */
export function unseenEnd(
  task: V1Task,
  container: HostContainer,
  { inventory, store }: Ports,
): Pick<ContainerView, 'endUnseen' | 'stoppedUnseen'> {
  if (!inventory.endUnseen(task.spec.node ?? '', container.Id)) return {}
  const service = store.get('Service', serviceKeyOf(task))
  if (service && isOneShot(service, store)) return {}
  const serves = healthOf(container) !== undefined || (service && isServing(service, store))
  return serves && container.State.ExitCode === 0 ? { stoppedUnseen: true } : { endUnseen: true }
}
