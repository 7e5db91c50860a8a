import type { Settings } from '../api/v1/settings.ts'
import type { Clock } from '../clock/clock.ts'
import type { Random } from '../clock/random.ts'
import type { Engine } from '../engine/engine.ts'
import { createInventory } from '../engine/informer/create-inventory.ts'
import type { InventoryFeed } from '../engine/informer/feed.ts'
import { startInformer } from '../engine/informer/informer.ts'
import type { Inventory } from '../engine/inventory.ts'
import type { Store } from '../store/objects/store.ts'
import { type EngineIdentity, ownerOf } from './holds/engine-owner.ts'

export interface HostsOptions {
  readonly installation: string
  /** One per node. */
  readonly engines: readonly Engine[]
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** Records which engine each node has. */
  readonly store: Pick<Store, 'get' | 'list'>
  /** Wraps the inventory; for tests. */
  readonly wrapInventory?: (inventory: InventoryFeed) => InventoryFeed
}

/** The hosts of an installation, with their connections, informers and the inventory. */
export interface Hosts {
  /** One per node, as of now. */
  engines(): readonly Engine[]
  readonly inventory: Inventory
  /**
   * Adds a host and starts its informer. An older host of the same name is removed first and its connection closed: it had another address.
   */
  add(engine: Engine): void
  /** Closes the connection of a host that is gone, and drops it from the inventory. */
  remove(node: string): void
  /** Connects the hosts that were refused because `node` has the same engine again, as that node is not declared any more. */
  free(node: string): void
  /** Calls `use` with each engine, and with each that is added later, before its informer starts. */
  forEach(use: (engine: Engine) => void): void
  /** Stops all informers and closes all connections. */
  stop(): void
}

/** Starts an informer for each host. Informers only read, so they may start before any loop. */
export function watchHosts({ engines, store, wrapInventory, ...options }: HostsOptions): Hosts {
  const made = createInventory({ installation: options.installation })
  const inventory = wrapInventory?.(made) ?? made
  const begin = (engine: Engine, isAlone: boolean) => {
    const owner = (info: EngineIdentity) => ownerOf(info, engine.node, { store, inventory })
    return { engine, informer: startInformer({ ...options, engine, inventory, isAlone, ownerOf: owner }) }
  }
  const hosts = new Map(engines.map((engine) => [engine.node, begin(engine, engines.length === 1)]))
  const users: ((engine: Engine) => void)[] = []

  function end(node: string): void {
    const host = hosts.get(node)
    host?.informer.stop()
    host?.engine.close()
  }

  function forget(node: string): void {
    end(node)
    hosts.delete(node)
    inventory.removeHost(node)
    free(node)
  }

  function free(node: string): void {
    for (const each of inventory.hosts()) if (each.engineOf === node) askAnew(each.node)
  }

  /**
   * Restarts the informer of a host whose engine may now be free, as if it was just added, so that nobody takes its old view for the
   * present.
   */
  function askAnew(node: string): void {
    const host = hosts.get(node)
    if (!host) return
    host.informer.stop()
    inventory.removeHost(node)
    hosts.set(node, begin(host.engine, false))
  }

  return {
    engines: () => [...hosts.values()].map(({ engine }) => engine),
    inventory,
    add(engine) {
      const { node } = engine
      forget(node)
      for (const use of users) use(engine)
      hosts.set(node, begin(engine, false))
    },
    remove: forget,
    free,
    forEach(use) {
      users.push(use)
      for (const { engine } of hosts.values()) use(engine)
    },
    stop() {
      for (const node of hosts.keys()) end(node)
    },
  }
}
