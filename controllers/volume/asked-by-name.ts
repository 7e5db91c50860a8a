import type { V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf } from '../../api/v1/names.ts'
import { unlessGone } from '../../engine/errors.ts'
import { because, type Run } from '../../engine/run.ts'
import { isUntold } from '../../engine/volume/left-out.ts'
import type { NodeHold } from '../holds/node-hold.ts'
import { engineOf } from '../runtime/acting.ts'
import type { Ports } from '../runtime/ports.ts'
import { leftOut } from './unlisted.ts'

/** Whether a volume may be there though a list without a warning lacks it: engines list nothing of a plugin that is not there. */
export function mayBeUnlisted({ spec }: V1Volume): boolean {
  return spec.external === true || (spec.driver ?? 'local') !== 'local'
}

/**
 * Asks a node for a volume by its name. What is there enters the inventory; answers otherwise that it is absent, or why its engine
 * can't tell. Throws what else the engine throws: that says something of its host, and nothing of the volume.
 */
export async function askedByName(
  { node, because: why }: { readonly node: string; readonly because: string },
  volume: V1Volume,
  { ports, run }: { readonly ports: Ports; readonly run: Run },
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
