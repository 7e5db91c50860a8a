import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Service, V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { asRestored } from '../../cli/local/backup.ts'
import { placeOf } from '../../cli/local/one-off/place.ts'
import type { Installation } from '../../controllers/installation.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { untilDone, containersIn, fromBackup, hostOf, movedAfterBackup } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const registry = { 'app:3': { ...RUNS, pullMs: 30_000 } }
const KEY = 'shop/web'

type Template = V1ServiceSpec['template']

const DATA: Template = { image: 'app:1', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] }
const ANONYMOUS: Template = { image: 'app:1', mounts: [{ type: 'Volume', target: '/data' }] }

const volume = (name: string): V1Volume & { kind: 'Volume' } => ({
  ...{ apiVersion: API_VERSION, kind: 'Volume', metadata: { name, namespace: 'shop' }, spec: {} },
})

async function aStack(template: Template, seed = 1): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'], images, registry, seed })
  world.declare(volume('data'))
  world.service('web', { template })
  await untilDone(world)
  return world
}

/** A backup of a service with data is restored: since it was taken the service has moved to a host that is silent now. */
async function movedSince(template = DATA, seed = 1) {
  return await moveAfterBackup(await aStack(template, seed))
}

async function moveAfterBackup(world: TestWorld) {
  const { from, to, backup } = await movedAfterBackup(world)
  hostOf(world, to).crash()
  const restored = await fromBackup(world, backup)
  await untilDone(world)
  return { world, restored, from, to }
}

/** The same of one that stayed where it was, while the other host is silent. */
async function stayedSince(template = DATA) {
  const world = await aStack(template)
  const on = world.tasks()[0]?.spec.node ?? ''
  const silent = on === 'a' ? 'b' : 'a'
  const backup = asRestored(world.life().ports.store)
  hostOf(world, silent).crash()
  const restored = await fromBackup(world, backup)
  await untilDone(world)
  return { world, restored, on, silent }
}

function change({ ports }: Installation, recipe: (spec: V1ServiceSpec) => void, name = 'web'): void {
  ports.store.update('Service', `shop/${name}`, ({ spec }) => recipe(spec as V1ServiceSpec))
}

/** Declares another service that mounts the volume. */
function aSecond({ ports }: Installation): void {
  const metadata = { name: 'side', namespace: 'shop' }
  ports.store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: DATA } })
}

async function scale(world: TestWorld, life: Installation, replicas: number): Promise<void> {
  change(life, (spec) => void (spec.replicas = replicas))
  await untilDone(world)
}

/** How many containers have anything but an image mounted on a host in the next 20 s. */
async function usesOf(world: TestWorld, node: string): Promise<number> {
  let uses = 0
  for (let passed = 0; passed < 20_000; passed += 20) {
    await world.pass(20)
    for (const { users } of hostOf(world, node).state.volumes.values()) uses += users.size
  }
  return uses
}

const tasksIn = ({ ports }: Installation) =>
  [...ports.store.list('Task').values()].map(({ spec, status }) => `${spec.slot} ${spec.node} ${status?.phase}`).sort()

const imagesRunning = ({ world }: TestWorld) =>
  [...world.hosts]
    .flatMap(([node, host]) => host.containers().map(({ Config, State }) => ({ is: `${node} ${Config.Image}`, State })))
    .flatMap(({ is, State }) => (State.Status === 'running' ? is : []))
    .sort()

const placeOfRun = ({ ports }: Installation) => placeOf(ports.store.get('Service', KEY) as V1Service, ports)

interface Way {
  readonly it: string
  readonly template?: Template
  readonly go: (world: TestWorld, life: Installation) => Promise<void>
  readonly replicas?: number
}

const toZeroAndBack = async (world: TestWorld, life: Installation) => {
  await scale(world, life, 0)
  await scale(world, life, 1)
}

const ways: readonly Way[] = [
  { it: 'as it is scaled up', go: (world, life) => scale(world, life, 2), replicas: 2 },
  { it: 'as it is scaled to 0 and back', go: toZeroAndBack },
  { it: 'as it is scaled to 0 and back, with an anonymous volume', template: ANONYMOUS, go: toZeroAndBack },
]

describe('a state from a backup of before a task has moved to a host that is silent now (S6)', () => {
  for (const { it: sentence, template, go, replicas = 1 } of ways)
    it(`has nothing mount the old copy ${sentence}, and goes on with the new one once the host is back`, async () => {
      const { world, restored, from, to } = await movedSince(template)
      await go(world, restored)
      deepEqual(containersIn(world), [`${to} shop-web-1 exited`])
      for (const { spec, status } of restored.ports.store.list('Task').values())
        match(`${spec.slot} ${status?.message}`, new RegExp(` may be on ${to}, which has not answered yet since`))
      hostOf(world, to).restart()
      equal(await usesOf(world, from), 0)
      await untilDone(world)
      const all = Array.from({ length: replicas }, (_, index) => `shop-web-${index + 1}`)
      deepEqual(
        containersIn(world),
        all.map((name) => `${to} ${name} running`),
      )
    })

  it('has another service that comes to mount it wait as well, and go on where a person restarts the first', async () => {
    const { world, restored, from, to } = await movedSince()
    aSecond(restored)
    await untilDone(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 exited`])
    askRestart(restored.ports.store, KEY, world.world.clock.now())
    await untilDone(world)
    deepEqual(containersIn(world), [
      ...[`${from} shop-side-1 running`, `${from} shop-web-1 running`, `${to} shop-web-1 exited`].sort(),
    ])
  })

  // With the seed 8 the container of the host that is back has not been started again as it is seen first.
  for (const seed of [1, 8])
    it(`has a service that runs there, and comes to mount it, wait as well, seed ${seed}`, async () => {
      const world = await aStack(DATA, seed)
      const from = world.tasks()[0]?.spec.node ?? ''
      world.service('side', { template: { image: 'app:2' }, placement: { constraints: [`node.name==${from}`] } })
      await untilDone(world)
      const { restored, to } = await moveAfterBackup(world)
      change(restored, (spec) => Object.assign(spec, { template: DATA, placement: {} }), 'side')
      await untilDone(world)
      deepEqual(imagesRunning(world), [`${from} app:2`])
      hostOf(world, to).restart()
      equal(await usesOf(world, from), 0)
      await untilDone(world)
      deepEqual(imagesRunning(world), [`${to} app:1`, `${to} app:1`])
    })

  it('makes none of a task that had no container yet', async () => {
    const world = await aStack(DATA)
    world.service('web', { template: DATA, replicas: 2 })
    while (!world.tasks().some(({ spec }) => spec.slot === 2 && spec.node !== undefined)) await world.pass(1)
    deepEqual(containersIn(world).length, 1)
    const { restored, to } = await moveAfterBackup(world)
    deepEqual(
      [...restored.ports.store.list('Task').values()].map(({ spec }) => spec.slot),
      [1, 2],
    )
    deepEqual(containersIn(world), [`${to} shop-web-1 exited`, `${to} shop-web-2 exited`])
    hostOf(world, to).restart()
    await untilDone(world)
    deepEqual(containersIn(world), [`${to} shop-web-1 running`, `${to} shop-web-2 running`])
  })

  it('runs no command on the old copy', async () => {
    const { world, restored, to } = await movedSince()
    equal(placeOfRun(restored), to)
    hostOf(world, to).restart()
    await untilDone(world)
    equal(placeOfRun(restored), to)
  })
})

describe('a state from a backup that sees a task where it was, while another host is silent', () => {
  for (const { it: sentence, template, go, replicas = 1 } of ways)
    it(`holds nothing ${sentence}`, async () => {
      const { world, restored, on } = await stayedSince(template)
      await go(world, restored)
      deepEqual(
        tasksIn(restored),
        Array.from({ length: replicas }, (_, index) => `${index + 1} ${on} Running`),
      )
    })

  for (const seed of [1, 2, 3])
    it(`has another service that comes to mount it go there once its host answers, seed ${seed}`, async () => {
      const world = await aStack(DATA, seed)
      const on = world.tasks()[0]?.spec.node ?? ''
      const backup = asRestored(world.life().ports.store)
      for (const host of world.world.hosts.values()) host.hang()
      const restored = await fromBackup(world, backup)
      aSecond(restored)
      await untilDone(world)
      hostOf(world, on).thaw()
      await untilDone(world)
      deepEqual(tasksIn(restored), [`1 ${on} Running`, `1 ${on} Running`])
    })

  it('runs commands there', async () => {
    const { restored, on } = await stayedSince()
    equal(placeOfRun(restored), on)
  })
})

interface End {
  readonly it: string
  readonly act: (at: Awaited<ReturnType<typeof movedSince>>) => void
  readonly on: 'from' | 'to'
}

const ends: readonly End[] = [
  { it: 'the host is back', act: ({ world, to }) => hostOf(world, to).restart(), on: 'to' },
  { it: 'its node is given up', act: ({ restored, to }) => void restored.ports.store.delete('Node', to), on: 'from' },
  {
    it: 'a person restarts it',
    act: ({ restored: { ports } }) => askRestart(ports.store, KEY, ports.clock.now()),
    on: 'from',
  },
]

describe('an update of what may have moved since the backup, to a host that is silent', () => {
  for (const { it: sentence, act, on } of ends)
    for (const volumes of [['data'], ['data', 'more']])
      it(`says so at its deadline, has not failed, and goes on by itself once ${sentence}, with ${volumes.length} volumes`, async () => {
        const at = await movedSince()
        const { store } = at.restored.ports
        store.create('Volume', volume('more'))
        const mounts = volumes.map((source) => ({ type: 'Volume' as const, source, target: `/${source}` }))
        change(at.restored, (spec) => Object.assign(spec, { template: { image: 'app:3', mounts } }))
        await at.world.pass(3_600_000)
        const { rollout, stalledHash } = store.get('Service', KEY)?.status ?? {}
        deepEqual([rollout?.state, stalledHash], ['Stalled', undefined])
        match(
          rollout?.message ?? '',
          new RegExp(`^no progress for 300 s: .* may be on ${at.to}, which has not answered`),
        )
        act(at)
        if (on === 'to') equal(await usesOf(at.world, at.from), 0)
        await at.world.pass(120_000)
        deepEqual(imagesRunning(at.world), [`${at[on]} app:3`])
        equal(store.get('Service', KEY)?.status?.rollout?.state, 'Completed')
      })
})
