import type { V1Node } from '../../../api/v1/generated/types.ts'
import { isWithdrawn } from '../../../api/v1/withdrawn.ts'
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
   * Connects the engines of nodes that were declared since the first were, and of those that are from now on, or to be elsewhere; ends the
   * connections of those that go, and that of this machine where it has no engine, as soon as others are declared. Answers what ends that.
   */
  follow(store: Store, hosts: Hosts): () => void
}

export interface ConnectionsOptions {
  /** The store as it is when the first are connected. */
  readonly store: Store
  /** The nodes that are there by a store, with what is declared of them. */
  readonly nodesThere: (declared: Store) => ReadonlyMap<string, V1Node | undefined>
  readonly first: Promise<readonly Engine[]>
  readonly connect: (node: string, declared: V1Node) => Engine
}

/** Keeps the connections of a process. */
export function createConnections({ store: before, nodesThere, first, connect }: ConnectionsOptions): Connections {
  const places = new Map([...nodesThere(before)].map(([node, declared]) => [node, placeOf(declared)]))
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
      // It was connected when nothing else was declared yet, and is no node that is down.
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
