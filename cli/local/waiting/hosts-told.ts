import { filter, firstValueFrom, type Observable } from 'rxjs'
import type { Inventory } from '../../../engine/inventory.ts'

/** Resolves once every host is listed, or is known not to answer. What is to go from a silent host goes when it answers. */
export async function hostsTold(inventory: Pick<Inventory, 'unlisted' | 'watch'>): Promise<void> {
  const haveAll = () => inventory.unlisted().size === 0
  const changes: Observable<unknown> = inventory.watch()
  if (!haveAll()) await firstValueFrom(changes.pipe(filter(haveAll)), { defaultValue: undefined })
}
