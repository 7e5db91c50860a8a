import { LOCAL_NODE } from '../../../api/v1/names.ts'
import { type EngineIdentity, ownerOf } from '../../../controllers/holds/engine-owner.ts'
import type { EngineError } from '../../../engine/errors.ts'
import { OwnedEngine } from '../../../engine/owned-engine.ts'
import { objectPath } from '../../../store/objects/kept.ts'
import type { Store } from '../../../store/objects/store.ts'
import type { Json } from '../../../store/storage/storage.ts'

/**
 * The declared nodes whose engine belongs to another node, each with the error that an apply gets: nothing is done under their names. Pure.
 */
export function ownedEngines(
  engines: ReadonlyMap<string, EngineIdentity>,
  declared: Pick<Store, 'get' | 'list'>,
): readonly OwnedEngine[] {
  const owned: OwnedEngine[] = []
  const had = new Map<string, EngineIdentity>()
  const nodesOfEngine = ({ id, name }: EngineIdentity) =>
    [...had].flatMap(([node, each]) => (each.id === id && each.name === name ? [node] : []))
  const localFirst = [...engines].sort(([a], [b]) => Number(b === LOCAL_NODE) - Number(a === LOCAL_NODE))
  for (const [node, engine] of localFirst) {
    const owner = declared.get('Node', node)
      ? (ownerOf(engine, node, { store: declared, inventory: { nodesOfEngine } }) ?? localOf(engine))
      : undefined
    if (owner === undefined) had.set(node, engine)
    else owned.push(new OwnedEngine(node, owner))
  }
  return owned

  /** The local node, if it has this engine and is not declared: it is declared by itself as soon as an apply begins. */
  function localOf(engine: EngineIdentity): string | undefined {
    return declared.get('Node', LOCAL_NODE) ? undefined : nodesOfEngine(engine).find((node) => node === LOCAL_NODE)
  }
}

/** The entries of storage, in which nodes whose engine belongs to another node count as seen: what they have is known through that one. */
export function withOwned(kept: ReadonlyMap<string, Json>, silent: readonly EngineError[]): ReadonlyMap<string, Json> {
  const entries = new Map(kept)
  for (const each of silent) {
    const path = objectPath('Node', each.node)
    const entry = entries.get(path) as { readonly status?: object } | undefined
    if (entry && each instanceof OwnedEngine) entries.set(path, { ...entry, status: { engine: {}, ...entry.status } })
  }
  return entries
}
