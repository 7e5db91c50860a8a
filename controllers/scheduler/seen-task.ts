import type { V1Task } from '../../api/v1/generated/types.ts'
import type { Inventory } from '../../engine/inventory.ts'

/** Whether a task has a container on its node, for all that is seen of that. */
export function hasContainer({ metadata, spec }: V1Task, inventory: Pick<Inventory, 'containersOf'>): boolean {
  return inventory.containersOf(metadata.name).some(({ node }) => node === spec.node)
}
