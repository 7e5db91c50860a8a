import type { V1Node } from '../../../api/v1/generated/types.ts'
import { isWithdrawn } from '../../../api/v1/withdrawn.ts'
import { LOCAL_NODE } from '../../../api/v1/names.ts'
import type { Hosts } from '../../../controllers/hosts.ts'
import type { Engine } from '../../../engine/engine.ts'
import type { Store } from '../../../store/objects/store.ts'
import { placeOf } from './engines.ts'

/** The connected engines by node. */
export type Engines = ReadonlyMap<string, Engine>

/** Connections for temporary use; the caller closes them. */
export interface Others {
  readonly engines: Engines
  close(): void
}

/** The engine connections of a process. */
export interface Connections {
  /** The present engines. */
  engines(): Promise<Engines>
  /** Connects nodes that `declared` adds or moves to another address, to observe them before that is accepted. */
  connectOthers(declared: Store): Others
  /**
   * Keeps the connections up to date with the Node objects in the store: connects new and moved nodes and disconnects deleted ones. Drops
   * the local node once others are declared, if this machine has no engine. Returns a function that stops this.
   */
  follow(store: Store, hosts: Hosts): () => void
}

export interface ConnectionsOptions {
  /** The store when the first engines are connected. */
  readonly store: Store
  /** All nodes of a store, with their declaration if any. */
  readonly nodesThere: (declared: Store) => ReadonlyMap<string, V1Node | undefined>
  readonly first: Promise<readonly Engine[]>
  readonly connect: (node: string, declared: V1Node) => Engine
}

/** Creates the connections of a process. */
export function createConnections({ store: before, nodesThere, first, connect }: ConnectionsOptions): Connections {
  const places = new Map([...nodesThere(before)].map(([node, declared]) => [node, placeOf(declared)]))
  const engines = first.then((all) => new Map(all.map((engine) => [engine.node, engine])))
  engines.catch(() => undefined) // reported by whoever needs an engine
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
      const others = [...nodesThere(declared)].flatMap(([node, object]) =>
        object && isElsewhere(node, object) ? [[node, object] as const] : [],
      )
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
      // The local node was assumed while nothing else was declared. Without an engine it must not count as a node that is down.
      const leaveAbsent = () => {
        if (!places.has(LOCAL_NODE) || nodesThere(store).has(LOCAL_NODE)) return
        forget(LOCAL_NODE, hosts)
        if (store.get('Node', LOCAL_NODE)) store.delete('Node', LOCAL_NODE)
      }
      for (const [node, declared] of store.list('Node')) look(node, declared)
      leaveAbsent()
      const following = store.watch('Node').subscribe(({ key, before, after }) => {
        if (after) look(key, after)
        else if (key !== LOCAL_NODE) forget(key, hosts)
        if (after && isWithdrawn(after) && !(before && isWithdrawn(before))) hosts.free(key)
        if (after && !before) leaveAbsent()
      })
      return () => following.unsubscribe()
    },
  }
}
