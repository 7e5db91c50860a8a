import type { Settings } from '../api/v1/settings.ts'
import { API_VERSION } from '../api/v1/kinds.ts'
import type { Clock } from '../clock/clock.ts'
import type { Random } from '../clock/random.ts'
import type { Engine } from '../engine/engine.ts'
import { createInventory } from '../engine/informer/create-inventory.ts'
import { startInformer } from '../engine/informer/informer.ts'
import type { InventoryFeed } from '../engine/informer/feed.ts'
import type { Inventory } from '../engine/inventory.ts'
import type { Contents } from '../store/contents/contents.ts'
import type { Store } from '../store/objects/store.ts'
import { startControllers, type Running } from './registry.ts'
import type { Ports } from './runtime/ports.ts'
import { createRecorder, type Recorder } from './runtime/recorder.ts'
import { createSingleFlight } from './runtime/single-flight.ts'

/** What an installation is made from: the same in real and in virtual time. */
export interface InstallationOptions {
  readonly installation: string
  readonly store: Store
  /** One per node. */
  readonly engines: readonly Engine[]
  readonly contents: Contents
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** Whether the loops are to look at a key; absent: at all. */
  readonly concerns?: (key: string) => boolean
  /** What stands before the inventory, in tests. */
  readonly wrapInventory?: (inventory: InventoryFeed) => InventoryFeed
}

/** All loops and informers of one installation, running. */
export interface Installation {
  readonly ports: Ports
  readonly inventory: Inventory
  readonly recorder: Recorder
  readonly running: Running
  /** Resolves when every host's first full list is in; stays open while one does not answer. */
  readonly firstSync: Promise<void>
  /** Ends the loops, then the informers and connections. */
  stop(): Promise<void>
}

/** Starts the informers of all hosts and then every loop. */
export function startInstallation(options: InstallationOptions): Installation {
  const { installation, store, engines, contents, clock, random, settings } = options
  const made = createInventory({ installation })
  const inventory = options.wrapInventory?.(made) ?? made
  const byNode = new Map(engines.map((engine) => [engine.node, engine]))
  const recorder = createRecorder(clock)
  const ports: Ports = {
    ...{ store, inventory, contents, recorder, clock, random, settings, installation },
    engine: (node) => byNode.get(node),
    once: createSingleFlight(),
    ...(options.concerns ? { concerns: options.concerns } : {}),
  }
  for (const engine of engines) ensureNode(engine.node, store)
  const informers = engines.map((engine) => startInformer({ engine, clock, random, settings, installation, inventory }))
  const running = startControllers(ports)
  return {
    ...{ ports, inventory, recorder, running },
    firstSync: Promise.all(informers.map((informer) => informer.firstSync)).then(() => {}),
    async stop() {
      await running.stop()
      for (const informer of informers) informer.stop()
      for (const engine of engines) engine.close()
    },
  }
}

/** A node that nobody declared, as the local engine: it has no spec of its own. */
function ensureNode(name: string, store: Store): void {
  if (store.get('Node', name)) return
  store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: {} })
}
