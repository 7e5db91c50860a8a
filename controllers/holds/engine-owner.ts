import type { V1NodeStatus } from '../../api/v1/generated/types.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import type { Store } from '../../store/objects/store.ts'

/** Which engine it is: copies of a machine may have one id, and not one host name. */
export type EngineIdentity = Pick<EngineInfo, 'id' | 'name'>

/**
 * The node that has an engine already, where that is another one than asks: two of one engine would count its host twice, and each take
 * what is done under the other's name for somebody else's. Of those of which it is recorded the oldest has it, else the one that was first;
 * none that is declared no more. One of which another engine is recorded is held by that (engine guard), and not by this.
 */
export function ownerOf(
  engine: EngineIdentity,
  asking: string,
  {
    store,
    inventory,
  }: { readonly store: Pick<Store, 'get' | 'list'>; readonly inventory: Pick<Inventory, 'nodesOfEngine'> },
): string | undefined {
  const own = store.get('Node', asking)?.status?.engineID
  if (own !== undefined && own !== engine.id) return undefined
  const isAnother = (name: string) => {
    const node = name === asking ? undefined : store.get('Node', name)
    return node !== undefined && !isWithdrawn(node)
  }
  const owner = recordedOf(engine, store) ?? inventory.nodesOfEngine(engine).find(isAnother)
  return owner === asking ? undefined : owner
}

/** The oldest of the declared nodes that an engine is recorded of. */
export function recordedOf(engine: EngineIdentity, store: Pick<Store, 'list'>): string | undefined {
  // Of one that an older reconcile kept, which host it is is seen again with its first answer.
  const isIts = ({ engineID, hostname = engine.name }: V1NodeStatus) =>
    engineID === engine.id && hostname === engine.name
  const recorded: string[] = []
  store.list('Node').forEach((node) => {
    const { metadata, status = {} } = node
    if (isIts(status) && !isWithdrawn(node)) recorded.push(`${metadata.creationTimestamp ?? ''} ${metadata.name}`)
  })
  const [oldest] = recorded.sort()
  return oldest?.split(' ')[1]
}
