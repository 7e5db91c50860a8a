import type { Kind } from '../api/v1/kinds.ts'
import { pick } from '../api/v1/language/pick.ts'
import type { Settings } from '../api/v1/settings.ts'
import { defaultSettings } from '../api/v1/settings.ts'
import type { Clock, VirtualClock } from '../clock/clock.ts'
import { seededRandom, type Random } from '../clock/random.ts'
import { virtualClock } from '../clock/virtual.ts'
import { recordsOf } from '../controllers/adoption/records.ts'
import { type Hosts, type HostsOptions, watchHosts } from '../controllers/hosts.ts'
import { startInstallation, type Installation, type InstallationOptions } from '../controllers/installation.ts'
import type { Ourselves } from '../controllers/ownership/ourselves.ts'
import { adoptedEngine } from '../engine/adopted.ts'
import { withoutCommitted } from '../engine/committed.ts'
import type { Engine } from '../engine/engine.ts'
import { createSimulatedHost, type SimulatedHost, type SimulatedHostOptions } from '../engine/simulated/host.ts'
import { seedHost, type Observed } from '../engine/simulated/seed.ts'
import type { Contents } from '../store/contents/contents.ts'
import { createStore } from '../store/objects/create-store.ts'
import type { Key, Store } from '../store/objects/store.ts'
import { memoryStorage, type MemoryStorage } from '../store/storage/memory.ts'
import type { Json, Storage } from '../store/storage/storage.ts'

/** A simulated host: new, or a copy of an observed one. */
export interface WorldNode extends Omit<SimulatedHostOptions, 'clock' | 'random'> {
  readonly observed?: Observed
  /** How far its clock is ahead of the controllers' clock, ms. */
  readonly clockAheadMs?: number
}

export interface WorldOptions {
  /** The same seed gives the same run, call by call. */
  readonly seed: number
  /** When the world's time begins, ms since the epoch. */
  readonly start: number
  readonly nodes: readonly WorldNode[]
  /** The initial contents of storage. */
  readonly kept?: ReadonlyMap<string, Json>
}

/** Simulated hosts, storage and time: everything that outlives a controller process. */
export interface World {
  readonly clock: VirtualClock
  readonly random: Random
  readonly hosts: ReadonlyMap<string, SimulatedHost>
  readonly storage: MemoryStorage
}

/** Makes simulated hosts, storage and time. */
export function createWorld({ seed, start, nodes, kept }: WorldOptions): World {
  const random = seededRandom(seed)
  const clock = virtualClock({ random, start })
  const hosts = nodes.map(({ observed, clockAheadMs = 0, ...options }): [string, SimulatedHost] => {
    const own = clockAheadMs === 0 ? clock : { ...clock, now: () => clock.now() + clockAheadMs }
    const host = createSimulatedHost({ ...options, clock: own, random })
    if (observed) seedHost(host, observed)
    return [options.node, host]
  })
  const storage = memoryStorage({ clock, random, latencyMs: { min: 1, max: 3 }, ...(kept ? { initial: kept } : {}) })
  return { clock, random, hosts: new Map(hosts), storage }
}

/** The options of one controller process in a world. Its dependencies may be wrapped, to record them or to make them fail. */
export interface LifeOptions {
  readonly installation: string
  readonly contents: Contents
  readonly settings?: Settings
  /** The nodes that exist without a manifest; absent: all. */
  readonly undeclared?: InstallationOptions['undeclared']
  /** Whether the loops may work a key; absent: any. */
  readonly concerns?: (key: Key, kind: Kind, store: Store) => boolean
  /** The container that the controllers run in. */
  readonly ourselves?: Ourselves
  /** Takes the locks of stacks; absent: nobody does. */
  readonly locker?: InstallationOptions['locker']
  /** The source directories of services, as in `serve --develop`; absent: none are watched. */
  readonly developing?: NonNullable<InstallationOptions['developing']>
  /** Whether the process only reads: no call that changes a host is answered. */
  readonly onlyLooks?: boolean
  /** Whether it knows that no process works. */
  readonly isUnattended?: boolean
  /** True while watched directories were not read since the start; absent: none is watched. */
  readonly unread?: NonNullable<InstallationOptions['unread']>
  readonly wrapClock?: (clock: Clock) => Clock
  readonly wrapEngine?: (engine: Engine) => Engine
  readonly wrapStorage?: (storage: Storage) => Storage
  readonly wrapInventory?: HostsOptions['wrapInventory']
}

/** Starts the real controllers in a world, from the contents of its storage. */
export function startLife(world: World, options: LifeOptions): Installation {
  const { installation, contents, settings = defaultSettings } = options
  const clock = options.wrapClock?.(world.clock) ?? world.clock
  const writer = world.storage.open()
  const storage = options.wrapStorage?.(writer) ?? writer
  const store = createStore({ clock, random: world.random, storage, state: world.storage.copy() })
  const engines = [...world.hosts.values()].map((host) => {
    const engine = host.engine()
    return adoptedEngine(withoutCommitted(options.wrapEngine?.(engine) ?? engine), recordsOf(store))
  })
  const common = { installation, clock, random: world.random, settings }
  const hosts = watchHosts({
    ...{ ...common, engines, store },
    ...(options.wrapInventory ? { wrapInventory: options.wrapInventory } : {}),
  })
  const { concerns, undeclared } = options
  if (undeclared) followGone(store, hosts, undeclared)
  return startInstallation({
    ...{ ...common, hosts, store, contents },
    ...(undeclared ? { undeclared } : {}),
    ...(concerns ? { concerns: (key: Key, kind: Kind) => concerns(key, kind, store) } : {}),
    ...pick(options, ['ourselves', 'locker', 'onlyLooks', 'isUnattended', 'unread', 'developing']),
  })
}

/** Ends the connection of a node that goes, as a process does: what is there is another's, or nobody's, from then on. */
function followGone(store: Store, hosts: Hosts, undeclared: readonly string[]): void {
  store.watch('Node').subscribe(({ key, after }) => {
    if (!after && !undeclared.includes(key)) hosts.remove(key)
  })
}
