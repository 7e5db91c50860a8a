import type { Inventory } from '../../engine/inventory.ts'
import type { Store } from '../../store/objects/store.ts'

/**
 * The node that has an engine already, where that is another one than asks: two of one engine would count its host twice, and each take
 * what is done under the other's name for somebody else's. Of those of which it is recorded the oldest has it, else the one that was first.
 */
export function ownerOf(
  engine: string,
  asking: string,
  { store, inventory }: { readonly store: Pick<Store, 'get' | 'list'>; readonly inventory: Inventory },
): string | undefined {
  const recorded = [...store.list('Node').values()].filter(({ status }) => status?.engineID === engine)
  const [oldest] = recorded.map(({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`).sort()
  const isOther = (node: string) => node !== asking && store.get('Node', node) !== undefined
  const owner = oldest?.split(' ')[1] ?? [...inventory.nodesOfEngine(engine)].find(isOther)
  return owner === asking ? undefined : owner
}
