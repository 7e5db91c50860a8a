import { equal } from 'node:assert/strict'
import type { Observable } from 'rxjs'
import type { V1Service, V1ServiceSpec, V1Task } from '../../api/v1/generated/types.ts'
import { API_VERSION, type Kind, type ObjectOf } from '../../api/v1/kinds.ts'
import { keyFor } from '../../api/v1/names.ts'
import { pick } from '../../api/v1/language/pick.ts'
import type { PlannedCall } from '../../api/v1/installation/plan-answer.ts'
import type { Installation } from '../../controllers/installation.ts'
import type { Ourselves } from '../../controllers/ownership/ourselves.ts'
import type { Engine } from '../../engine/engine.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import type { EngineInfo } from '../../engine/types/engine.ts'
import { createRecording } from '../../plan/record.ts'
import { createWorld, startLife, type LifeOptions, type World } from '../../plan/world.ts'
import type { Content } from '../../store/contents/contents.ts'
import { fixedContents, type RetainedContents } from '../../store/contents/fixed.ts'
import { memoryStorage } from '../../store/storage/memory.ts'
import { NOW } from './builders.ts'

/** A simulated world with running controllers, for tests to drive and inspect. It has one host `a`, unless others are asked for. */
export interface TestWorld {
  readonly world: World
  /** The first host. */
  readonly host: SimulatedHost
  /** The current life of the controllers. */
  life(): Installation
  /** All writing calls so far, of all lives. */
  readonly calls: readonly PlannedCall[]
  /** Stops the controllers and starts them again from storage. `meanwhile` runs while they are stopped. */
  restart(meanwhile?: () => void): Promise<void>
  declare<K extends Kind>(object: ObjectOf<K> & { kind: K }): void
  /** Declares the service `shop/NAME`. */
  service(name: string, spec: Partial<V1ServiceSpec>): void
  serviceNamed(name: string): V1Service | undefined
  tasks(): readonly V1Task[]
  /** Advances time until nothing is in progress, for `ms` (10 minutes) at most. */
  settle(ms?: number): Promise<'quiet' | 'until' | 'steps'>
  /** Advances time by `ms`, even if nothing is in progress. */
  pass(ms: number): Promise<void>
  /** The writing calls since the last call of `newCalls`, as `METHOD path`. */
  newCalls(): readonly string[]
  /** The first host's containers as `name state`, sorted. */
  containers(): readonly string[]
  /** The images of the first host's running containers, sorted. */
  imagesRunning(): readonly string[]
}

export interface TestWorldOptions {
  readonly seed?: number
  readonly images?: Readonly<Record<string, RegistryImage>>
  readonly registry?: Readonly<Record<string, RegistryImage>>
  readonly contents?: ReadonlyMap<string, Content>
  /** Emits `Kind/stack/name` when those bytes have changed. */
  readonly contentChanges?: Observable<string>
  /** The retained copies of contents, to be looked at and lost. */
  readonly retained?: RetainedContents
  readonly apiVersion?: string
  /** What the hosts say of themselves beside their own. */
  readonly info?: Partial<EngineInfo>
  /** The names of the hosts; `a` alone by default. */
  readonly nodes?: readonly string[]
  /** How far the clocks of hosts are ahead of the controllers', ms. */
  readonly clocksAheadMs?: Readonly<Record<string, number>>
  /** A wrapper between the controllers and their engines, such as a fault. */
  readonly wrapEngine?: (engine: Engine) => Engine
  /** The container that the controllers run in. */
  readonly ourselves?: Ourselves
  /** Takes the locks of stacks; absent: nobody does. */
  readonly locker?: LifeOptions['locker']
  /** The hosts that are nodes without being declared, all by default: another one is disconnected when its Node goes. */
  readonly undeclared?: readonly string[]
  /** Creates the watched sources of services, for this world. */
  readonly developing?: (world: World, life: () => Installation) => NonNullable<LifeOptions['developing']>
  /** Whether watched directories were not read since the start; absent: none is watched. */
  readonly unread?: LifeOptions['unread']
  /** What the command is about; absent: all. */
  readonly concerns?: LifeOptions['concerns']
  /** A world whose hosts and clock to take over, with an empty storage. */
  readonly over?: World
}

const MINUTES_10 = 600_000

/** An image whose process runs until it is stopped. */
export const RUNS: RegistryImage = { config: { Cmd: ['serve'] } }

/** A world in which `shop/web` runs with this spec; `newCalls` starts after its deploy. */
export async function aRunning(spec: Partial<V1ServiceSpec>, options: TestWorldOptions = {}): Promise<TestWorld> {
  const world = aWorld(options)
  world.service('web', spec)
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** Creates a world and starts its controllers. */
export function aWorld(options: TestWorldOptions = {}): TestWorld {
  const images = options.images ?? { nginx: RUNS, 'nginx:2': RUNS }
  const host = {
    images,
    ...pick(options, ['registry', 'apiVersion', 'info']),
  }
  const world = options.over
    ? emptied(options.over)
    : createWorld({
        seed: options.seed ?? 1,
        start: NOW,
        nodes: (options.nodes ?? ['a']).map((node) => ({
          node,
          ...host,
          clockAheadMs: options.clocksAheadMs?.[node] ?? 0,
        })),
      })
  let life: Installation
  const recording = createRecording(world.clock, new Map())
  const lifeOptions: LifeOptions = {
    installation: 'default',
    contents: fixedContents(options.contents ?? new Map(), world.clock, {
      ...{ changes: options.contentChanges, retained: options.retained },
    }),
    ...pick(options, ['ourselves', 'locker', 'undeclared']),
    ...(options.concerns ? { concerns: options.concerns } : {}),
    ...(options.unread ? { unread: options.unread } : {}),
    ...(options.developing ? { developing: options.developing(world, () => life) } : {}),
    wrapEngine: (engine) => recording.wrap(options.wrapEngine?.(engine) ?? engine),
  }
  life = startLife(world, lifeOptions)
  let read = 0
  const first = world.hosts.get(options.nodes?.[0] ?? 'a') as SimulatedHost
  const settle = (ms = MINUTES_10) => world.clock.runUntilQuiet({ until: world.clock.now() + ms, steps: 1e6 })
  return {
    world,
    host: first,
    get calls() {
      return recording.calls
    },
    life: () => life,
    async restart(meanwhile) {
      const stopping = life.stop()
      await settle()
      await stopping
      meanwhile?.()
      if (meanwhile) await settle()
      life = startLife(world, lifeOptions)
    },
    declare: (object) => put(life, object as ObjectOf),
    service: (name, spec) =>
      put(life, {
        apiVersion: API_VERSION,
        kind: 'Service',
        metadata: { name, namespace: 'shop' },
        spec: { template: { image: 'nginx' }, ...spec },
      }),
    serviceNamed: (name) => life.ports.store.get('Service', keyFor('shop', name)),
    tasks: () => [...life.ports.store.list('Task').values()],
    settle,
    async pass(ms) {
      world.clock.after(ms, () => {})
      await settle(ms)
    },
    newCalls() {
      const all = recording.calls
      const fresh = all.slice(read)
      read = all.length
      return fresh.map(({ method, path }) => `${method} ${path}`)
    },
    containers: () =>
      first
        .containers()
        .map(({ Name, State }) => `${Name.replace(/^\//, '')} ${State.Status}`)
        .sort(),
    imagesRunning: () =>
      first
        .containers()
        .filter(({ State }) => State.Status === 'running')
        .map(({ Config }) => Config.Image)
        .sort(),
  }
}

/** A world with the same hosts and clock, but an empty storage. */
function emptied(world: World): World {
  return { ...world, storage: memoryStorage({ clock: world.clock, random: world.random }) }
}

function put(life: Installation, object: ObjectOf): void {
  const { store } = life.ports
  const { name, namespace } = object.metadata
  const key = keyFor(namespace, name)
  if (!store.get(object.kind, key)) return void store.create(object.kind, object)
  store.update(object.kind, key, (draft) => {
    ;(draft as { spec: unknown }).spec = object.spec
  })
}
