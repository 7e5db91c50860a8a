import { labels } from '../../api/v1/labels.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import type { Run } from '../../engine/run.ts'
import { engineOf } from '../runtime/engine-of.ts'
import type { Ports } from '../runtime/ports.ts'
import { unclaimedService } from './unclaimed.ts'

/**
 * Lists the names of foreign containers on a node for which `uses` holds: those that another installation or nobody labelled, and those
 * whose service this home does not know. What they use must stay (S4). Asks the engine, since the inventory holds only our containers.
 * Throws what the engine throws.
 */
export async function foreignUsers(
  node: string,
  ports: Ports,
  { run, uses }: { readonly run: Run; readonly uses: (container: ContainerSummary) => boolean },
): Promise<readonly string[]> {
  const containers = await engineOf(node, ports).listContainers({}, run)
  const isForeign = (each: ContainerSummary) =>
    each.labels[labels.installation] !== ports.installation || unclaimedService({ node, ...each }, ports) !== undefined
  const foreign = containers.filter((each) => isForeign(each) && uses(each))
  return foreign.map(({ name, id }) => name || id.slice(0, 12)).sort()
}
