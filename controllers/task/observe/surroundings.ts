import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Surroundings } from '../../../engine/normalise/normalise.ts'
import type { Ports } from '../../runtime/ports.ts'
import { imageOf } from '../pin.ts'

/** What a container is compared in the light of: its image's own settings, and what its engine can do. */
export function surroundingsOf(task: V1Task, ports: Ports): Surroundings {
  const node = task.spec.node ?? ''
  const image = ports.inventory.image(node, imageOf(task, ports))
  const info = ports.inventory.host(node)?.info
  if (image === undefined || image === 'absent') return info ? { info } : {}
  return info ? { image, info } : { image }
}
