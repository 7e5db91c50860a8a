import type { V1Task } from '../../../api/v1/generated/types.ts'
import type { Surroundings } from '../../../engine/normalise/normalise.ts'
import type { Ports } from '../../runtime/ports.ts'
import { imageOf } from '../pin.ts'

/** The context of a comparison: the image's own settings, and the engine's abilities. */
export function surroundingsOf(task: V1Task, ports: Ports): Surroundings {
  const node = task.spec.node ?? ''
  const image = ports.inventory.image(node, imageOf(task, ports))
  const info = ports.inventory.host(node)?.info
  if (image === undefined || image === 'absent') return info ? { info } : {}
  return info ? { image, info } : { image }
}
