import type { V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import type { HostView } from '../../engine/inventory.ts'
import { leftOutBy } from '../../engine/volume/left-out.ts'
import type { NodeHold } from '../holds/node-hold.ts'

/**
 * The hold for a volume that a host did not list, but may have, as its plugin failed. It counts as neither lost nor gone, and is not
 * created: an engine that does not know it would label the plugin's volume as ours (S4). Undefined where the list is complete.
 */
export function unlistedHold(volume: V1Volume, { node, volumeWarnings }: HostView): NodeHold | undefined {
  const { driver, external } = volume.spec
  const why = leftOutBy(volumeWarnings, external ? undefined : (driver ?? 'local'))
  return why === undefined ? undefined : leftOut(volume, node, why)
}

/** The hold for a volume that may be among those that a node could not list. */
export function leftOut(volume: V1Volume, node: string, why: string): NodeHold {
  const because = `${node} could not list all of its volumes, and ${hostNameOf(volume)} may be one that it left out: ${why}`
  return { reason: holdReasons.volumesUnlisted, because }
}
