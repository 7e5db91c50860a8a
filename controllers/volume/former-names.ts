import type { V1Volume } from '../../api/v1/generated/types.ts'
import { hostNameOf, keyOf } from '../../api/v1/names.ts'
import { madeFor } from '../ownership/made-for.ts'
import type { Ports } from '../runtime/ports.ts'

/** The former name of a volume on a node, where the node still has it under that name; undefined otherwise. */
export function formerName(node: string, volume: V1Volume, { inventory, installation }: Ports): string | undefined {
  const [now, key] = [hostNameOf(volume), keyOf(volume)]
  for (const [name, found] of inventory.host(node)?.volumes ?? [])
    if (name !== now && madeFor('Volume', found, installation) === key) return name
  return undefined
}
