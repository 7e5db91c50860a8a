import { labels } from '../../api/v1/labels.ts'
import type { ContainerSummary } from '../../engine/types/container.ts'
import type { Run } from '../../engine/run.ts'
import { engineOf } from '../runtime/engine-of.ts'
import type { Ports } from '../runtime/ports.ts'
import { unclaimedService } from './unclaimed.ts'

interface Sought {
  readonly run: Run
  readonly uses: (container: ContainerSummary) => boolean
}

/** The names of the `foreignContainers`, sorted. */
export async function foreignUsers(node: string, ports: Ports, sought: Sought): Promise<readonly string[]> {
  return namesOf(await foreignContainers(node, ports, sought))
}

/**
 * Lists the foreign containers on a node for which `uses` holds: those that another installation or nobody labelled, and those whose service
 * this home does not know. What they use must stay (S4). Asks the engine, since the inventory holds only our containers. Throws what the
 * engine throws.
 */
export async function foreignContainers(
  node: string,
  ports: Ports,
  { run, uses }: Sought,
): Promise<readonly ContainerSummary[]> {
  const containers = await engineOf(node, ports).listContainers({}, run)
  const isForeign = (each: ContainerSummary) =>
    each.labels[labels.installation] !== ports.installation || unclaimedService({ node, ...each }, ports) !== undefined
  return containers.filter((each) => isForeign(each) && uses(each))
}

/** Their names, or short ids, sorted. */
export function namesOf(containers: readonly ContainerSummary[]): readonly string[] {
  return containers.map(({ name, id }) => name || id.slice(0, 12)).sort()
}
