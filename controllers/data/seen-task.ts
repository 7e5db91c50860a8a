import type { V1Task } from '../../api/v1/generated/types.ts'
import type { Inventory } from '../../engine/inventory.ts'

/** Whether a task's container was seen on its node. */
export function hasContainer({ metadata, spec }: V1Task, inventory: Pick<Inventory, 'containersOf'>): boolean {
  return inventory.containersOf(metadata.name).some(({ node }) => node === spec.node)
}
