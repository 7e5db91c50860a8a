import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import type { ContainerBody } from '../engine/types/container.ts'
import type { VolumeBody } from '../engine/types/volume.ts'
import type { ObservedNode } from './failures.ts'

/** What is taken for granted of volumes' drivers: an engine lists the plugins that it uses already, and no others. */
export function volumeDriversSaid(calls: readonly PlannedCall[], nodes: readonly ObservedNode[]): readonly string[] {
  const said = calls.flatMap((call) => {
    const known = nodes.find(({ node }) => node === call.node)?.observed.info?.pluginsVolume ?? []
    const drivers = call.refused === undefined ? driversIn(call) : []
    return drivers
      .filter((driver) => driver !== 'local' && !known.includes(driver))
      .map((driver) => `${call.node} has the volume driver ${driver}`)
  })
  return [...new Set(said)].sort()
}

/** What makes the volume of a call, or those of a container that nobody named. */
function driversIn({ path, body }: PlannedCall): readonly string[] {
  if (path === '/volumes/create') return [(body as VolumeBody).Driver ?? 'local']
  if (!path.startsWith('/containers/create')) return []
  const { Mounts = [] } = (body as ContainerBody).HostConfig ?? {}
  return Mounts.flatMap(({ VolumeOptions }) => VolumeOptions?.DriverConfig?.Name ?? [])
}
