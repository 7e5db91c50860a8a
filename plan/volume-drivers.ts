import type { PlannedCall } from '../api/v1/plan-answer.ts'
import type { VolumeBody } from '../engine/types/volume.ts'
import type { ObservedNode } from './failures.ts'

/** What is taken for granted of volumes' drivers: an engine lists the plugins that it uses already, and no others. */
export function volumeDriversSaid(calls: readonly PlannedCall[], nodes: readonly ObservedNode[]): readonly string[] {
  const said = calls.flatMap(({ node, path, body, refused }) => {
    if (path !== '/volumes/create' || refused !== undefined) return []
    const { Driver: driver = 'local' } = body as VolumeBody
    const known = nodes.find((each) => each.node === node)?.observed.info?.pluginsVolume ?? []
    return driver === 'local' || known.includes(driver) ? [] : [`${node} has the volume driver ${driver}`]
  })
  return [...new Set(said)].sort()
}
