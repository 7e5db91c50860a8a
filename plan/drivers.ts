import type { PlannedCall } from '../api/v1/installation/plan-answer.ts'
import type { ContainerBody } from '../engine/types/container.ts'
import type { VolumeBody } from '../engine/types/volume.ts'
import type { ObservedNode } from './failures.ts'

/** What is taken for granted of drivers: an engine lists the volume plugins that it uses already, and no plugin for logs. */
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

/** What makes the volume of a call, or those of a container that nobody named. */
function volumeDriversIn({ path, body }: PlannedCall): readonly string[] {
  if (path === '/volumes/create') return [(body as VolumeBody).Driver ?? 'local']
  if (!path.startsWith('/containers/create')) return []
  const { Mounts = [] } = (body as ContainerBody).HostConfig ?? {}
  return Mounts.flatMap(({ VolumeOptions }) => VolumeOptions?.DriverConfig?.Name ?? [])
}

/** What takes the output of a call's container; none where its engine chooses. */
function logDriversIn({ path, body }: PlannedCall): readonly string[] {
  if (!path.startsWith('/containers/create')) return []
  const { Type: driver = '' } = (body as ContainerBody).HostConfig?.LogConfig ?? {}
  return driver === '' ? [] : [driver]
}
