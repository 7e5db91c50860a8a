import { keyFor } from '../../../api/v1/names.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { because } from '../../../engine/run.ts'
import { lookUpImage } from '../../image/look-up.ts'
import type { Pass } from '../../runtime/controller.ts'
import { withPatience } from '../../runtime/patience.ts'
import type { Ports } from '../../runtime/ports.ts'
import { pinTo } from '../../task/pin.ts'
import { type Unpinned, unpinnedIn } from '../observe/untold-images.ts'
import type { ServiceView } from '../view.ts'

/** How long a pass waits for what nodes tell of images, ms. A node that takes longer holds up no other: its answer wakes the service. */
const PATIENCE_MS = 1_000

/** Looks up images on their nodes, so that revisions can be pinned to them. What a node fails to tell is left for a later pass. */
export async function lookUpUntold(
  untold: readonly Unpinned[],
  { ports, run }: { readonly ports: Ports; readonly run: Pass },
): Promise<void> {
  const { atNodes } = run
  const why = because(run, 'an adopted container was made from it')
  const asked = [...groupBy(untold, ({ node }) => node)].filter(([node]) => atNodes.pieces.get(node)?.isOver ?? true)
  for (const [node, looks] of asked)
    atNodes.begin(node, async () => {
      for (const name of new Set(looks.map(({ image }) => image))) await lookUpImage({ node, name }, ports, why)
    })
  const pieces = asked.flatMap(([node]) => atNodes.pieces.get(node) ?? [])
  await withPatience(Promise.all(pieces.map(({ end }) => end)), { ms: PATIENCE_MS, clock: ports.clock })
  for (const [node] of asked) if (atNodes.pieces.get(node)?.isOver) atNodes.forget(node)
  const broken = pieces.flatMap(({ failures }) => failures).find((failure) => !isEngineError(failure))
  if (broken) throw broken
}

/**
 * Pins revisions to the images that adopted containers of them run. Their tags may mean others by now, which nobody asked to roll out. One
 * whose image is not known, or gone, is adopted all the same.
 */
export function pinAdopted(view: ServiceView, ports: Ports): void {
  const { store, inventory } = ports
  const { namespace, name } = view.service.metadata
  for (const { node, image: id, revision: hash, declared } of unpinnedIn(view, ports)) {
    const image = inventory.image(node, id)
    const revision = store.get('Revision', keyFor(namespace, `${name}-${hash}`))
    if (revision && image !== undefined && image !== 'absent') pinTo(image, { revision, declared, node, store })
  }
}
