import type { V1NodeStatus } from '../../api/v1/generated/types.ts'
import { isWithdrawn } from '../../api/v1/withdrawn.ts'
import type { Inventory } from '../../engine/inventory.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import type { Store } from '../../store/objects/store.ts'

/** An engine's id and host name: cloned machines may share the id, but not the host name. */
export type EngineIdentity = Pick<EngineInfo, 'id' | 'name'>

/**
 * The other node that already has this engine; undefined where the asking node may have it. Two nodes with one engine would count its host
 * twice, and each would take the other's work for somebody else's. The oldest declared node that recorded the engine owns it, else the
 * first one that connected. A node that recorded a different engine is held by the engine guard instead.
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

/** The oldest declared node that has this engine on record. */
export function recordedOf(engine: EngineIdentity, store: Pick<Store, 'list'>): string | undefined {
  // An older reconcile recorded no host name: then the id alone decides until the first answer.
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
