import type { Settings } from '../api/v1/settings.ts'
import { API_VERSION, type Kind } from '../api/v1/kinds.ts'
import type { Clock } from '../clock/clock.ts'
import type { Random } from '../clock/random.ts'
import type { Engine } from '../engine/engine.ts'
import type { Inventory } from '../engine/inventory.ts'
import type { Contents } from '../store/contents/contents.ts'
import type { Store } from '../store/objects/store.ts'
import type { Developing } from './develop/port.ts'
import type { Hosts } from './hosts.ts'
import { startControllers, type Running } from './registry.ts'
import { guardedEngine } from './holds/guarded-engine.ts'
import type { Meter } from './runtime/meter.ts'
import type { Ourselves } from './ownership/ourselves.ts'
import type { Ports } from './runtime/ports.ts'
import { rememberForgotten } from './ownership/forgotten.ts'
import { recordReadiness } from './runtime/readiness.ts'
import { createRecorder, type Recorder } from './runtime/recorder.ts'
import { createSingleFlight } from './runtime/single-flight.ts'
import type { ActingLocker } from './locks/stack-lock.ts'
import { createStackLocks } from './locks/stack-locks.ts'

/** The dependencies of an installation: the same in real and in virtual time. */
export interface InstallationOptions {
  readonly installation: string
  readonly store: Store
  readonly hosts: Hosts
  readonly contents: Contents
  readonly clock: Clock
  readonly random: Random
  readonly settings: Settings
  /** Absent: nothing is measured. */
  readonly meter?: Meter
  /** The container that the loops run in; absent outside of one. */
  readonly ourselves?: Ourselves
  /** The source directories whose changes are synced into running tasks; absent: none are. */
  readonly developing?: Developing
  /** Takes the locks of stacks, and decides whether it may steal them; absent: no locks are taken. */
  readonly locker?: ActingLocker | undefined
  /** Nodes that exist without being declared; absent: all that have an engine. */
  readonly undeclared?: readonly string[]
  /** Whether this process only reads: no call that changes a host is ever answered, but the loops still report what they find and plan. */
  readonly onlyLooks?: boolean
  /** Whether no process works on the installation, as far as one that only reads knows. */
  readonly isUnattended?: boolean
  /** True while watched directories were not read since the start: the value at the start, and each change. Absent: none is watched. */
  readonly unread?: NonNullable<Ports['unread']> | undefined
  /** Whether the loops may work a key; absent: any. */
  readonly concerns?: (key: string, kind: Kind) => boolean
}

/** The running loops of one installation. */
export interface Installation {
  readonly ports: Ports
  readonly inventory: Inventory
  readonly recorder: Recorder
  readonly running: Running
  /** Stops the loops, releases the locks, then stops the hosts' informers and connections. */
  stop(): Promise<void>
}

/** Starts every loop. */
export function startInstallation(options: InstallationOptions): Installation {
  const { hosts, concerns, locker, undeclared = hosts.engines().map(({ node }) => node), ...given } = options
  const { inventory } = hosts
  const recorder = createRecorder(given.clock)
  const locks = locker && createStackLocks({ ...given, inventory, recorder, locker })
  const byNode = new Map<string, Engine>()
  hosts.forEach((engine) => {
    const guarded = guardedEngine(engine, { ...given, inventory })
    byNode.set(engine.node, locks?.wrap(guarded) ?? guarded)
  })
  const ports: Ports = {
    ...{ ...given, inventory, recorder },
    engine: (node) => byNode.get(node),
    once: createSingleFlight(),
    forgotten: rememberForgotten(given.store),
    ...(locks ? { locks } : {}),
    ...(concerns ? { concerns } : {}),
  }
  for (const node of undeclared) ensureNode(node, given.store)
  const endRecord = recordReadiness(given.store, recorder)
  const running = startControllers(ports)
  return {
    ...{ ports, inventory, recorder, running },
    async stop() {
      await running.stop()
      endRecord()
      ports.forgotten.close()
      // The next holder of a stack's lock must find all that was done for it, as far as a full disk lets us write it.
      if (locks) await given.store.durable().catch(() => undefined)
      await locks?.release()
      hosts.stop()
    },
  }
}

/** Creates a Node that nobody declared, such as the local engine, with an empty spec. */
function ensureNode(name: string, store: Store): void {
  if (store.get('Node', name)) return
  store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name }, spec: {} })
}
