import type { V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { holdReasons } from '../../api/v1/reasons.ts'
import type { HostView } from '../../engine/inventory.ts'
import { leftOutBy } from '../../engine/volume/left-out.ts'
import type { NodeHold } from '../holds/node-hold.ts'

/**
 * Why a volume that a host did not list may be there all the same: its plugin failed. It is neither lost, nor gone, nor to be made:
 * an engine that knows of no such volume would label what the plugin has as ours (S4). Undefined where it is not there.
 */
export function unlistedHold(volume: V1Volume, { node, volumeWarnings }: HostView): NodeHold | undefined {
  const { driver, external } = volume.spec
  const why = leftOutBy(volumeWarnings, external ? undefined : (driver ?? 'local'))
  return why === undefined ? undefined : leftOut(volume, node, why)
}

/** That nobody can tell whether a node has a volume, and why. */
export function leftOut(volume: V1Volume, node: string, why: string): NodeHold {
  const because = `${node} could not list all of its volumes, and ${hostNameOf(volume)} may be one that it left out: ${why}`
  return { reason: holdReasons.volumesUnlisted, because }
}
