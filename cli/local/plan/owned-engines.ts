import { LOCAL_NODE } from '../../../api/v1/names.ts'
import { type EngineIdentity, ownerOf } from '../../../controllers/holds/engine-owner.ts'
import { EngineError } from '../../../engine/errors.ts'
import { ownedWords } from '../../../engine/informer/owned-words.ts'
import type { Store } from '../../../store/objects/store.ts'

/** The declared nodes whose engine is another's, with the error that an apply has of them: nothing is done under their names. Pure. */
export function ownedEngines(
  engines: ReadonlyMap<string, EngineIdentity>,
  declared: Pick<Store, 'get' | 'list'>,
): readonly EngineError[] {
  const owned: EngineError[] = []
  const had = new Map<string, EngineIdentity>()
  const nodesOfEngine = ({ id, name }: EngineIdentity) =>
    [...had].flatMap(([node, each]) => (each.id === id && each.name === name ? [node] : []))
  for (const [node, engine] of localFirst(engines)) {
    const owner = declared.get('Node', node)
      ? (ownerOf(engine, node, { store: declared, inventory: { nodesOfEngine } }) ?? localOf(engine))
      : undefined
    if (owner === undefined) had.set(node, engine)
    else owned.push(new EngineError('Unreachable', { node, tried: 'look at what it is', detail: ownedWords(owner) }))
  }
  return owned

  /** That of this machine is declared by itself as soon as an apply begins. */
  function localOf(engine: EngineIdentity): string | undefined {
    return declared.get('Node', LOCAL_NODE) ? undefined : nodesOfEngine(engine).find((node) => node === LOCAL_NODE)
  }
}

function localFirst<T>(engines: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  const isLocal = ([node]: readonly [string, T]) => node === LOCAL_NODE
  return [...[...engines].filter(isLocal), ...[...engines].filter((each) => !isLocal(each))]
}
