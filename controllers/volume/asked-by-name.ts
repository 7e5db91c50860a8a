import type { Acting } from '../runtime/acting.ts'
import type { V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { unlessGone } from '../../engine/errors.ts'
import { because } from '../../engine/run.ts'
import { isUntold } from '../../engine/volume/left-out.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { leftOut } from './unlisted.ts'

/** Whether a volume may exist though a complete list lacks it: engines leave out volumes of a missing plugin without a warning. */
export function mayBeUnlisted({ spec }: V1Volume): boolean {
  return spec.external === true || (spec.driver ?? 'local') !== 'local'
}

/**
 * Asks a node for a volume by name. A found one is put into the inventory. Otherwise returns that it is absent, or a hold where its engine
 * can't tell. Throws other errors of the engine: these tell about the host, not about the volume.
 */
export async function askedByName(
  { node, because: why }: { readonly node: string; readonly because: string },
  volume: V1Volume,
  { ports, run }: Acting,
): Promise<'there' | 'absent' | NodeHold> {
  try {
    const asking = engineOf(node, ports).inspectVolume({ name: hostNameOf(volume) }, because(run, why))
    const found = await unlessGone(asking)
    if (!found) return 'absent'
    ports.inventory.putVolume(node, found)
    return 'there'
  } catch (error) {
    if (!isUntold(error)) throw error
    return leftOut(volume, node, error.detail)
  }
}
