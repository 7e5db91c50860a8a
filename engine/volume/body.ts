import type { V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { present } from '../container/present.ts'
import { declaredLabels } from '../declared-labels.ts'
import type { VolumeBody } from '../types/volume.ts'

/** The create body of a volume. */
export function volumeBody({ volume, installation }: { volume: V1Volume; installation: string }): VolumeBody {
  const { spec } = volume
  return {
    Name: hostNameOf(volume),
    Driver: spec.driver ?? 'local',
    ...present({ DriverOpts: spec.driverOpts }),
    Labels: declaredLabels(volume, installation),
  }
}
