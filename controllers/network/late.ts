import { unlessGone, unlessInUse } from '../../engine/errors.ts'
import { because, type Run } from '../../engine/run.ts'
import type { Key } from '../../store/objects/store.ts'
import { engineOf } from '../runtime/engine-of.ts'
import { nodeHold } from '../holds/node-hold.ts'
import type { Ports } from '../runtime/ports.ts'
import { madeFor } from '../ownership/made-for.ts'
import { forgetAsked, strikeAsked, unanswered } from '../ownership/unanswered.ts'

/**
 * Removes a network that an unanswered create made after its Network was deleted. It acts only on a noted create, and only once per note:
 * another network with our labels may be the work of another reconcile (S4).
 */
export async function removeLate(key: Key, ports: Ports, run: Run): Promise<void> {
  const object = `Network/${key}`
  const nodes = [...unanswered(object, ports).keys()]
  if (nodes.length === 0) return forgetAsked(object, ports.store)
  for (const node of nodes) {
    const late = nodeHold(node, ports) ? [] : madeOn(node, key, ports)
    for (const id of late) {
      const removing = because(run, 'it was made after it was deleted')
      // A network with containers in it is in use: leave it.
      await unlessInUse(unlessGone(engineOf(node, ports).removeNetwork({ id }, removing)))
      ports.inventory.dropNetwork(node, id)
    }
    if (late.length > 0) strikeAsked({ object, node }, ports.store)
  }
}

function madeOn(node: string, key: Key, { inventory, installation }: Ports): readonly string[] {
  const networks = [...(inventory.host(node)?.networks.values() ?? [])]
  return networks.filter((network) => madeFor('Network', network, installation) === key).map(({ Id }) => Id)
}
