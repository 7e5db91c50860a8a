import type { V1Volume } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { hostNameOf, keyFor, keyOf } from '../../api/v1/names.ts'
import type { VolumeInspect } from '../../engine/types/volume.ts'
import type { Key } from '../../store/objects/store.ts'
import type { Ports } from '../runtime/ports.ts'

/** The Volume that a host's volume was made for; undefined if this installation did not make it. */
export function madeFor({ Labels: own }: VolumeInspect, installation: string): Key | undefined {
  if (own?.[labels.installation] !== installation || own[labels.kind] !== 'Volume') return undefined
  return keyFor(own[labels.stack], own[labels.name] ?? '')
}

/** The former name of a volume on a node, where the node still has it under that name; undefined otherwise. */
export function formerName(node: string, volume: V1Volume, { inventory, installation }: Ports): string | undefined {
  const [now, key] = [hostNameOf(volume), keyOf(volume)]
  for (const [name, found] of inventory.host(node)?.volumes ?? [])
    if (name !== now && madeFor(found, installation) === key) return name
  return undefined
}
