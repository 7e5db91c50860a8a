import type { Settings } from '../api/v1/settings.ts'
import type { Clock } from '../clock/clock.ts'
import type { Random } from '../clock/random.ts'
import type { Engine } from '../engine/engine.ts'
import { createInventory } from '../engine/informer/create-inventory.ts'
import type { InventoryFeed } from '../engine/informer/feed.ts'
import { startInformer } from '../engine/informer/informer.ts'
import type { Inventory } from '../engine/inventory.ts'

/** Whose hosts are watched. */
export interface HostsOptions {
  readonly installation: string
  /** One per node. */
  readonly engines: readonly Engine[]
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** What stands before the inventory, in tests. */
  readonly wrapInventory?: (inventory: InventoryFeed) => InventoryFeed
}

/** The hosts of an installation, and what is known of them. */
export interface Hosts {
  readonly engines: readonly Engine[]
  readonly inventory: Inventory
  /** Resolves when every host's first full list is in; stays open while one does not answer. */
  readonly firstSync: Promise<void>
  /** Ends the informers and the connections. */
  stop(): void
}

/** Starts an informer for each host. It only reads, so it may begin before anybody knows what there is to do. */
export function watchHosts({ engines, wrapInventory, ...options }: HostsOptions): Hosts {
  const made = createInventory({ installation: options.installation })
  const inventory = wrapInventory?.(made) ?? made
  const informers = engines.map((engine) => startInformer({ ...options, engine, inventory }))
  return {
    ...{ engines, inventory },
    firstSync: Promise.all(informers.map((informer) => informer.firstSync)).then(() => {}),
    stop() {
      for (const informer of informers) informer.stop()
      for (const engine of engines) engine.close()
    },
  }
}
