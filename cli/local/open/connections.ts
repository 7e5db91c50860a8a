import type { V1Node } from '../../../api/v1/generated/types.ts'
import { LOCAL_NODE } from '../../../api/v1/names.ts'
import type { Hosts } from '../../../controllers/hosts.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Store } from '../../../store/objects/store.ts'
import { placeOf } from './engines.ts'

/** The engines that a process speaks to, by their nodes. */
export type Engines = ReadonlyMap<string, Engine>

/** Engines that are connected for a while. */
export interface Others {
  readonly engines: Engines
  close(): void
}

/** The connections of a process. */
export interface Connections {
  /** Those that there are now. */
  engines(): Promise<Engines>
  /** Connects those of nodes that this store declares anew, or to be elsewhere, for a look at what will be. */
  connectOthers(declared: Store): Others
  /**
   * Connects the engines of nodes that were declared since the first were, and of those that are from now on, or to be elsewhere. One that
   * is declared no more stays connected where tasks run there, if it answers, unless another node has its engine. Answers what ends that.
   */
  follow(store: Store, hosts: Hosts): () => void
}

export interface ConnectionsOptions {
  /** The nodes that the first are of, with what is declared of them. */
  readonly nodes: ReadonlyMap<string, V1Node | undefined>
  readonly first: Promise<readonly Engine[]>
  readonly connect: (node: string, declared: V1Node) => Engine
}

/** Keeps the connections of a process. */
export function createConnections({ nodes, first, connect }: ConnectionsOptions): Connections {
  const places = new Map([...nodes].map(([node, declared]) => [node, placeOf(declared)]))
  const engines = first.then((all) => new Map(all.map((engine) => [engine.node, engine])))
  engines.catch(() => undefined) // said by whoever needs one
  const isElsewhere = (node: string, declared: V1Node) => places.get(node) !== placeOf(declared)

  function add(node: string, declared: V1Node): Engine {
    const engine = connect(node, declared)
    places.set(node, placeOf(declared))
    void engines.then((all) => all.set(node, engine))
    return engine
  }

  function forget(node: string, hosts: Hosts): void {
    places.delete(node)
    void engines.then((all) => all.delete(node))
    hosts.remove(node)
  }

  return {
    engines: () => engines,
    connectOthers(declared) {
      const others = [...declared.list('Node')].filter(([node, object]) => isElsewhere(node, object))
      const made = new Map(others.map(([node, object]) => [node, connect(node, object)]))
      return {
        engines: made,
        close() {
          for (const engine of made.values()) engine.close()
        },
      }
    },
    follow(store, hosts) {
      const look = (node: string, declared: V1Node) => {
        if (isElsewhere(node, declared)) hosts.add(add(node, declared))
      }
      for (const [node, declared] of store.list('Node')) look(node, declared)
      const following = store.watch('Node').subscribe(({ key, after }) => {
        if (after) look(key, after)
        else if (isOver(key, { store, hosts })) forget(key, hosts)
      })
      const turned = hosts.inventory.watch().subscribe(({ type, node }) => {
        if (type === 'host') for (const other of sharingEngine(node, { store, hosts })) forget(other, hosts)
      })
      following.add(turned)
      return () => following.unsubscribe()
    },
  }
}

interface Known {
  readonly store: Store
  readonly hosts: Hosts
}

/** Whether nothing is to be done any more at a node that is declared no more: what its tasks are to be is somewhere else, or nowhere. */
function isOver(node: string, { store, hosts: { inventory } }: Known): boolean {
  if (node === LOCAL_NODE) return false
  const isSilent = inventory.host(node)?.unreachable !== undefined
  return isSilent || ![...store.list('Task').values()].some(({ spec }) => spec.node === node)
}

/** The nodes that are declared no more, and have the engine of one that is. */
function sharingEngine(node: string, { store, hosts: { inventory } }: Known): readonly string[] {
  const id = inventory.host(node)?.info?.id
  const nodes = id === undefined ? [] : [...inventory.nodesOfEngine(id)]
  const isDeclared = (each: string) => store.get('Node', each) !== undefined
  return nodes.some(isDeclared) ? nodes.filter((each) => each !== LOCAL_NODE && !isDeclared(each)) : []
}
