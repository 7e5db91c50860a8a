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

/** Whose hosts are watched. */
export interface HostsOptions {
  readonly installation: string
  /** One per node. */
  readonly engines: readonly Engine[]
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** Where it is kept which engine a node has. */
  readonly store: Pick<Store, 'get' | 'list'>
  /** What stands before the inventory, in tests. */
  readonly wrapInventory?: (inventory: InventoryFeed) => InventoryFeed
}

/** The hosts of an installation, and what is known of them. */
export interface Hosts {
  /** One per node, as of now. */
  engines(): readonly Engine[]
  readonly inventory: Inventory
  /** Watches one more host. What was known of one of its name is forgotten, and its connection ends: it was reached elsewhere. */
  add(engine: Engine): void
  /** Ends the connection of one that is gone, and forgets what was known of it. */
  remove(node: string): void
  /** Asks the engines anew that were refused as a node has them: it is declared no more. */
  free(node: string): void
  /** Calls `use` with each engine, and with each that is added, before anything is known of its host. */
  forEach(use: (engine: Engine) => void): void
  /** Ends the informers and the connections. */
  stop(): void
}

/** Starts an informer for each host. It only reads, so it may begin before anybody knows what there is to do. */
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

  /** Its engine may be free now: it is as one that was just added, so that nobody takes what it was for what it is. */
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
