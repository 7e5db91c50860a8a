import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import type { ContainerBody } from '../engine/types/container.ts'
import type { VolumeBody } from '../engine/types/volume.ts'
import type { ObservedNode } from './failures.ts'

/**
 * The assumptions that a node has a driver which its engine does not list: it lists only the volume plugins already in use, and no log
 * plugins.
 */
export function driversSaid(calls: readonly PlannedCall[], nodes: readonly ObservedNode[]): readonly string[] {
  const said = calls.flatMap((call) => {
    if (call.refused !== undefined) return []
    const info = nodes.find(({ node }) => node === call.node)?.observed.info
    const unlisted = (kind: string, asked: readonly string[], known: readonly string[]) =>
      asked.filter((driver) => !known.includes(driver)).map((driver) => `${call.node} has the ${kind} driver ${driver}`)
    return [
      ...unlisted('volume', volumeDriversIn(call), ['local', ...(info?.pluginsVolume ?? [])]),
      ...unlisted('log', logDriversIn(call), ['none', ...(info?.pluginsLog ?? [])]),
    ]
  })
  return [...new Set(said)].sort()
}

/** The volume drivers that a call uses: that of a created volume, or those of a created container's anonymous volumes. */
function volumeDriversIn({ path, body }: PlannedCall): readonly string[] {
  if (path === '/volumes/create') return [(body as VolumeBody).Driver ?? 'local']
  if (!path.startsWith('/containers/create')) return []
  const { Mounts = [] } = (body as ContainerBody).HostConfig ?? {}
  return Mounts.flatMap(({ VolumeOptions }) => VolumeOptions?.DriverConfig?.Name ?? [])
}

/** The log driver of a created container; none where the engine chooses it. */
function logDriversIn({ path, body }: PlannedCall): readonly string[] {
  if (!path.startsWith('/containers/create')) return []
  const { Type: driver = '' } = (body as ContainerBody).HostConfig?.LogConfig ?? {}
  return driver === '' ? [] : [driver]
}
