import { keyFor } from '../../../api/v1/names.ts'
import { pinnedOn } from '../../../api/v1/pinned-image.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { because, type Run } from '../../../engine/run.ts'
import { nodeHold } from '../../holds/node-hold.ts'
import { lookUpImage } from '../../image/look-up.ts'
import type { Ports } from '../../runtime/ports.ts'
import { pinTo } from '../../task/pin.ts'
import type { ServicePlan } from '../plan.ts'
import type { AdoptableContainer, ServiceView } from '../view.ts'

/**
 * Pins the revisions of containers that are about to be adopted to the images that these run. Their tags may mean others by now, which
 * nobody asked to roll out. What a node does not tell, as it is silent or its engine fails at that, holds up no adoption.
 */
export async function pinAdopted({ actions }: ServicePlan, view: ServiceView, at: { ports: Ports; run: Run }) {
  for (const action of actions)
    if (action.do === 'adopt' && !action.retired) await pinToImageOf(action.container, view, at)
}

async function pinToImageOf(
  { node, id, revision: hash }: AdoptableContainer,
  { service: { metadata } }: ServiceView,
  { ports, run }: { readonly ports: Ports; readonly run: Run },
): Promise<void> {
  const { store, inventory } = ports
  const revision = store.get('Revision', keyFor(metadata.namespace, `${metadata.name}-${hash}`))
  const declared = revision?.spec.template.image
  const name = inventory.host(node)?.containers.get(id)?.Image
  if (!revision || declared === undefined || name === undefined) return
  if (pinnedOn(revision.spec, declared, node) !== undefined || nodeHold(node, ports)) return
  const why = because(run, 'an adopted container was made from it')
  const image = await lookUpImage({ node, name }, ports, why).catch(ifUntold)
  if (image) pinTo(image, { revision, declared, node, store })
}

/** Of an engine that fails. One that does not answer is asked again, until its node counts as silent. */
function ifUntold(error: unknown): undefined {
  if (!isEngineError(error, 'Internal')) throw error
  return undefined
}
