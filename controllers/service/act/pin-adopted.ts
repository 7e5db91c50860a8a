import { keyFor } from '../../../api/v1/names.ts'
import { groupBy } from '../../../api/v1/language/group-by.ts'
import { isEngineError } from '../../../engine/errors.ts'
import { because } from '../../../engine/run.ts'
import type { Clock } from '../../../clock/clock.ts'
import { lookUpImage } from '../../image/look-up.ts'
import type { Pass } from '../../runtime/controller.ts'
import { RETRY_HOLD_MS } from '../../runtime/conditions.ts'
import type { Piece } from '../../runtime/node-work.ts'
import { withPatience } from '../../runtime/patience.ts'
import type { Ports } from '../../runtime/ports.ts'
import { pinTo } from '../../task/pin.ts'
import { type Unpinned, unpinnedIn } from '../observe/untold-images.ts'
import type { ServiceView } from '../view.ts'

/** How long a pass waits for what nodes tell of images, ms. A node that takes longer holds up no other: its answer wakes the service. */
const PATIENCE_MS = 1_000

/**
 * Looks up images on their nodes, so that revisions can be pinned to them. What a node fails to tell is left for a while, however often the
 * service is looked at meanwhile.
 */
export async function lookUpUntold(
  untold: readonly Unpinned[],
  { ports, run }: { readonly ports: Ports; readonly run: Pass },
): Promise<void> {
  const { atNodes } = run
  const { clock } = ports
  const why = because(run, 'an adopted container was made from it')
  const nodes = groupBy(untold, ({ node }) => node)
  for (const [node, looks] of nodes)
    if (mayAsk(atNodes.pieces.get(node), clock))
      atNodes.begin(node, async () => {
        for (const name of new Set(looks.map(({ image }) => image))) await lookUpImage({ node, name }, ports, why)
      })
  const ends = [...nodes.keys()].map((node) => atNodes.pieces.get(node)?.end)
  await withPatience(Promise.all(ends), { ms: PATIENCE_MS, clock })
  for (const node of nodes.keys()) {
    const { endedAt, failures = [] } = atNodes.pieces.get(node) ?? {}
    const broken = failures.find((failure) => !isEngineError(failure))
    if (broken || (endedAt !== undefined && failures.length === 0)) atNodes.forget(node)
    if (broken) throw broken
  }
}

function mayAsk(before: Piece | undefined, clock: Clock): boolean {
  if (!before) return true
  const { endedAt, isStale } = before
  return endedAt !== undefined && (isStale() || clock.steady() - endedAt >= RETRY_HOLD_MS)
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
