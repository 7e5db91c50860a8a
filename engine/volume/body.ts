import type { V1Volume } from '../../api/v1/generated/types.ts'
import { composeLabels, labels } from '../../api/v1/labels.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { present } from '../container/present.ts'
import type { VolumeBody } from '../types/volume.ts'

/** What creates a volume. */
export function volumeBody({ volume, installation }: { volume: V1Volume; installation: string }): VolumeBody {
  const { spec } = volume
  const { name, namespace = '' } = volume.metadata
  return {
    Name: hostNameOf(volume),
    Driver: spec.driver ?? 'local',
    ...present({ DriverOpts: spec.driverOpts }),
    Labels: {
      ...spec.labels,
      [labels.installation]: installation,
      [labels.stack]: namespace,
      [labels.kind]: 'Volume',
      [labels.name]: name,
      [composeLabels.project]: namespace,
      [composeLabels.volume]: name,
    },
  }
}
