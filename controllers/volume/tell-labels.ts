import { keyOf } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import type { Ports } from '../runtime/ports.ts'
import type { VolumeAction, VolumeView } from './plan.ts'

/** Tells of declared labels that a volume has not, which nothing changes or waits for: once, as its status says so from then on. */
export function tellLabels(
  { volume, onHost }: Pick<VolumeView, 'volume' | 'onHost'>,
  actions: readonly VolumeAction[],
  { recorder }: Pick<Ports, 'recorder'>,
): void {
  for (const { do: verb, node, because } of actions) {
    const found = onHost.get(node)
    const labels = typeof found === 'object' && 'ours' in found ? found.labels : undefined
    const said = volume.status?.nodes?.find((each) => each.node === node)?.message
    if (verb !== 'keep' || labels === undefined || said === because) continue
    const message = `on ${node} ${labels}`
    recorder.record({ object: `Volume/${keyOf(volume)}`, type: 'Warning', reason: holdReasons.specDiffers, message })
  }
}
