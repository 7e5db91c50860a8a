import { deepEqual, equal, match } from 'node:assert/strict'
import { isTrue } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec, V1TaskTemplate, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import type { Installation } from '../../controllers/installation.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import type { Engine } from '../../engine/engine.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  ...{ nginx: RUNS, 'nginx:2': RUNS },
  'db:1': { config: { Cmd: ['serve'], Volumes: { '/data': {} } } },
}

interface Gone {
  readonly world: TestWorld
  readonly life: Installation
}

/** A service of two tasks on two hosts, of which one is neither declared nor connected any more. */
async function withoutB(spec: Partial<V1ServiceSpec> = { replicas: 2 }, volume?: V1VolumeSpec): Promise<Gone> {
  const world = aWorld({ nodes: ['a', 'b'], images })
  if (volume)
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Volume',
      metadata: { name: 'data', namespace: 'shop' },
      spec: volume,
    })
  world.service('web', spec)
  await world.settle()
  world.life().ports.store.delete('Node', 'b')
  return { world, life: await startedAnew(world, world.life(), ['a']) }
}

/** Ends a life, and begins one that knows these hosts: by their names, or by others. */
async function startedAnew(world: TestWorld, life: Installation, names: readonly string[]): Promise<Installation> {
  const stopping = life.stop()
  await world.settle()
  await stopping
  const hosts = new Map(names.map((name) => [name, named(name, world)]))
  const contents = fixedContents(new Map(), world.world.clock)
  const next = startLife({ ...world.world, hosts }, { installation: 'default', contents })
  await world.settle()
  return next
}

/** A host of the world; `c` is the host `b` under another name. */
function named(name: string, { world }: TestWorld): SimulatedHost {
  const host = world.hosts.get(name === 'c' ? 'b' : name) as SimulatedHost
  return { ...host, engine: (): Engine => ({ ...host.engine(), node: name }) }
}

const tasksIn = ({ ports }: Installation) =>
  [...ports.store.list('Task').values()].map(({ spec, status }) => `${spec.slot} ${spec.node} ${status?.phase}`).sort()

/** What was told of data that tasks go on without, after the nodes that they go to. */
const dataLeft = ({ recorder }: Installation) =>
  recorder
    .events()
    .flatMap(({ reason, message }) => (reason === 'DataLeft' ? (/goes to a, (.*)/.exec(message)?.[1] ?? []) : []))

const runningOn = ({ world }: TestWorld, node: string) =>
  world.hosts
    .get(node)
    ?.containers()
    .map(({ Name, State }) => `${Name.slice(1)} ${State.Status}`)
    .sort()

describe('a task on a node that is not declared any more', () => {
  const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
  it('is forgotten, and its slot is filled elsewhere; what runs there stays', async () => {
    const { world, life } = await withoutB()
    deepEqual(tasksIn(life), ['1 a Running', '2 a Running'])
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
    deepEqual(runningOn(world, 'b'), ['shop-web-2 running'])
    const said = life.recorder.events().filter(({ message }) => /its node is not declared any more/.test(message))
    equal(said.length, 1)
  })

  for (const [what, spec] of [
    ['update', { replicas: 2, template: { image: 'nginx:2' } }],
    ['scale-down', { replicas: 1, template: { image: 'nginx' } }],
  ] as const)
    it(`keeps no ${what} from its end, and goes where the node is declared again (S5)`, async () => {
      const { world, life } = await withoutB()
      life.ports.store.update('Service', 'shop/web', (draft) => void (draft.spec = spec))
      equal(await world.settle(), 'quiet')
      const nodes = [...life.ports.store.list('Task').values()].map(({ spec: { node } }) => node)
      deepEqual(nodes, Array(spec.replicas).fill('a'))
      const stopping = life.stop()
      await world.settle()
      await stopping
      startLife(world.world, { installation: 'default', contents: fixedContents(new Map(), world.world.clock) })
      await world.settle()
      deepEqual(world.world.hosts.get('b')?.containers(), [])
      deepEqual(world.imagesRunning(), Array(spec.replicas).fill(spec.template.image))
    })

  it('leaves one task in each slot when the node is declared again (S5)', async () => {
    const { world, life } = await withoutB()
    life.ports.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
    const next = await startedAnew(world, life, ['a', 'b'])
    equal(tasksIn(next).length, 2)
    equal([...world.containers(), ...(runningOn(world, 'b') ?? [])].length, 2)
    equal(next.ports.store.get('Service', 'shop/web')?.status?.readyReplicas, 2)
  })

  it('that was to end already gives its name to no other, as by a stop before its host was lost (S5)', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    world.service('web', { replicas: 2 })
    await world.settle()
    const [b, { store }] = [world.world.hosts.get('b'), world.life().ports]
    b?.crash()
    await world.pass(1000)
    stopService(store, 'shop/web', { now: 0 })
    await world.pass(1000)
    store.delete('Node', 'b')
    const life = await startedAnew(world, world.life(), ['a'])
    startService(life.ports.store, 'shop/web')
    await world.settle()
    deepEqual(tasksIn(life), ['1 a Running', '2 a Running'])
    b?.restart()
    life.ports.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
    const next = await startedAnew(world, life, ['a', 'b'])
    const running = [...world.containers(), ...(runningOn(world, 'b') ?? [])].filter((each) => / running$/.test(each))
    deepEqual([tasksIn(next).length, running.length], [2, 2])
  })

  for (const volume of [undefined, {}])
    it(`gives its name to no other${volume ? ', with data' : ''}: none runs beside it when the node is declared again (S5)`, async () => {
      const there = volume ? mounts : []
      const placement = { constraints: ['node.name==b'] }
      const { world, life } = await withoutB({ template: { image: 'nginx', mounts: there }, placement }, volume)
      for (const image of ['nginx', 'nginx:2', 'nginx']) {
        life.ports.store.update('Service', 'shop/web', ({ spec }) => {
          spec.template = { image, mounts: there }
          delete spec.placement
        })
        equal(await world.settle(), 'quiet')
      }
      life.ports.store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
      const next = await startedAnew(world, life, ['a', 'b'])
      equal([...world.containers(), ...(runningOn(world, 'b') ?? [])].length, 1)
      equal(tasksIn(next).length, 1)
    })

  it('runs on under the name that its host has now, without a restart', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    world.service('web', { replicas: 2 })
    await world.settle()
    world.life().ports.store.delete('Node', 'b')
    const ids = () =>
      world.world.hosts
        .get('b')
        ?.containers()
        .map(({ Id, State }) => `${Id} ${State.StartedAt}`)
    const before = ids()
    const life = await startedAnew(world, world.life(), ['a', 'c'])
    deepEqual(tasksIn(life), ['1 a Running', '2 c Running'])
    deepEqual(ids(), before)
  })

  const onB = { template: { image: 'nginx', mounts }, placement: { constraints: ['node.name==b'] } }

  it('stays where its data is, and says so: elsewhere it would begin with an empty volume', async () => {
    const { world, life } = await withoutB(onB, {})
    const { store } = life.ports
    store.update('Service', 'shop/web', ({ spec }) => void delete spec.placement)
    await world.settle()
    const [task] = [...store.list('Task').values()]
    equal(task?.spec.node, 'b')
    equal(
      task?.status?.message,
      'the node b is not declared: declare it again; its volume data is there: `reconcile restart web -n shop` goes on elsewhere, without that',
    )
    askRestart(store, 'shop/web', world.world.clock.now())
    await world.settle()
    deepEqual(tasksIn(life), ['1 a Running'])
    deepEqual(dataLeft(life), ['with a new volume data: what b had of it, where it was mounted last, is not in that'])
  })

  it('goes on elsewhere by an update, and says that its data does not', async () => {
    const { world, life } = await withoutB(onB, {})
    const { store } = life.ports
    store.update('Service', 'shop/web', ({ spec }) => {
      delete spec.placement
      spec.template = { ...spec.template, env: [{ name: 'A', value: '2' }] }
    })
    await world.settle()
    deepEqual(tasksIn(life), ['1 a Running'])
    deepEqual(dataLeft(life), ['with a new volume data: what b had of it, where it was mounted last, is not in that'])
  })

  for (const runs of [true, false])
    it(`stays though an engine that nobody approved has ${runs ? 'it' : 'its volume'}, and goes on there once somebody does`, async () => {
      const world = aWorld({ nodes: ['a', 'b', 'c'], images })
      world.declare({
        apiVersion: API_VERSION,
        kind: 'Volume',
        metadata: { name: 'data', namespace: 'shop' },
        spec: {},
      })
      world.service('web', onB)
      await world.settle()
      const { store } = world.life().ports
      store.delete('Node', 'b')
      store.update('Service', 'shop/web', ({ spec }) => void delete spec.placement)
      if (!runs) world.world.hosts.get('b')?.byHand.remove('shop-web-1')
      const life = await startedAnew(world, world.life(), ['a', 'c']) // c is the host of b by now
      deepEqual(tasksIn(life), ['1 b Unknown'])
      life.ports.store.putFact('approval', 'Node/c', (world.world.hosts.get('b') as SimulatedHost).state.info.id)
      await world.settle()
      deepEqual(tasksIn(life), ['1 c Running'])
    })

  const own = { installation: 'default', kind: 'Volume', stack: 'shop', name: 'data' }
  const Labels = Object.fromEntries(Object.entries(own).map(([name, value]) => [`reconcile.dev/${name}`, value]))
  for (const [what, more] of Object.entries({ 'with our labels': { Labels }, 'of its name': {} }))
    it(`goes on where a person brings its data, in a volume ${what}`, async () => {
      const { world, life } = await withoutB(onB, {})
      life.ports.store.update('Service', 'shop/web', ({ spec }) => void delete spec.placement)
      await world.settle()
      deepEqual(tasksIn(life), ['1 b Unknown'])
      world.host.byHand.createVolume({ Name: 'shop_data', ...more })
      await world.settle()
      deepEqual(tasksIn(life), ['1 a Running'])
    })

  it('goes on where a person brings its data in the place of an older copy', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    for (const host of world.world.hosts.values()) host.byHand.createVolume({ Name: 'shop_data' })
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Volume',
      metadata: { name: 'data', namespace: 'shop' },
      spec: {},
    })
    for (const node of ['a', 'b']) {
      world.service('web', { ...onB, placement: { constraints: [`node.name==${node}`] } })
      askRestart(world.life().ports.store, 'shop/web', world.world.clock.now())
      await world.settle()
    }
    deepEqual(runningOn(world, 'b'), ['shop-web-1 running'])
    world.service('web', { template: onB.template })
    await world.settle()
    world.life().ports.store.delete('Node', 'b')
    const life = await startedAnew(world, world.life(), ['a'])
    deepEqual(tasksIn(life), ['1 b Unknown'])
    world.host.byHand.removeVolume('shop_data')
    await world.settle()
    world.host.byHand.createVolume({ Name: 'shop_data' })
    await world.settle()
    deepEqual(tasksIn(life), ['1 a Running'])
  })

  it('goes on elsewhere with an empty volume where that is declared so', async () => {
    const { world, life } = await withoutB(onB, {})
    const { store } = life.ports
    store.update('Service', 'shop/web', ({ spec }) => void delete spec.placement)
    store.update('Volume', 'shop/data', ({ spec }) => void (spec.recreate = true))
    await world.settle()
    deepEqual(tasksIn(life), ['1 a Running'])
  })

  for (const [what, template, words] of [
    [
      'in an anonymous volume',
      { image: 'db:1' },
      /; the data of its anonymous volumes is there: `reconcile restart web -n shop` goes/,
    ],
    [
      'in a directory of its host',
      { image: 'nginx', mounts: [{ type: 'Bind', source: '/srv', target: '/srv' }] },
      /; it may write to \/srv of that host: `reconcile restart web -n shop` goes/,
    ],
  ] as [string, V1TaskTemplate, RegExp][])
    it(`waits where its data is ${what}, until a person restarts it`, async () => {
      const { life, world } = await withoutB({ replicas: 2, template })
      deepEqual(tasksIn(life), ['1 a Running', '2 b Unknown'])
      const { store } = life.ports
      match([...store.list('Task').values()].map(({ status }) => status?.message).join(), words)
      askRestart(store, 'shop/web', world.world.clock.now())
      await world.settle()
      deepEqual(tasksIn(life), ['1 a Running', '2 a Running'])
    })

  it('is forgotten as an update has put another into its slot, and holds up nothing', async () => {
    const { world, life } = await withoutB(onB, {})
    const { store } = life.ports
    store.update('Service', 'shop/web', ({ spec }) => {
      spec.template.image = 'nginx:2'
      delete spec.placement
    })
    equal(await world.settle(), 'quiet')
    deepEqual(tasksIn(life), ['1 a Running'])
    equal(isTrue(store.get('Volume', 'shop/data')?.status?.conditions, 'Ready'), true)
    deepEqual(runningOn(world, 'b'), ['shop-web-1 running'])
  })

  it('is forgotten where its service is to have fewer', async () => {
    const { world, life } = await withoutB({ mode: 'Global' })
    deepEqual(tasksIn(life), ['1 a Running'])
    deepEqual(runningOn(world, 'b'), ['shop-web-2 running'])
  })

  it('waits where it is declared, though nobody speaks to it yet', async () => {
    const { world, life } = await withoutB(onB, {})
    const { store } = life.ports
    store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
    store.update('Service', 'shop/web', ({ spec }) => void delete spec.placement)
    store.update('Volume', 'shop/data', ({ spec }) => void (spec.recreate = true))
    await world.settle()
    deepEqual(tasksIn(life), ['1 b Unknown'])
    store.delete('Node', 'b')
    await world.settle()
    deepEqual(tasksIn(life), ['1 a Running'])
  })

  it('keeps no deletion of its service from its end, and its container stays (S4)', async () => {
    const { world, life } = await withoutB(onB, {})
    const { store } = life.ports
    deepEqual(tasksIn(life), ['1 b Unknown'])
    store.delete('Service', 'shop/web')
    equal(await world.settle(), 'quiet')
    deepEqual([store.list('Service').size, store.list('Task').size], [0, 0])
    deepEqual(runningOn(world, 'b'), ['shop-web-1 running'])
    const said = life.recorder.events().filter(({ message }) => /its node is not declared any more/.test(message))
    equal(said.length, 1)
  })

  it('keeps no deletion waiting once its node is taken out too', async () => {
    const { world, life } = await withoutB(onB, {})
    const { store } = life.ports
    store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
    store.delete('Service', 'shop/web')
    await world.settle()
    equal(store.list('Task').size, 1)
    store.delete('Node', 'b')
    await world.settle()
    deepEqual([store.list('Service').size, store.list('Task').size], [0, 0])
  })
})
