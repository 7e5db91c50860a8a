import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { placeOf } from '../../cli/local/one-off/place.ts'
import type { Installation } from '../../controllers/installation.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const ENDS: RegistryImage = { config: { Cmd: ['init'] }, behaviour: { exitsAfterMs: 1_000 } }
const images = { 'db:1': RUNS, 'db:2': RUNS, nginx: RUNS, init: ENDS }
const KEY = 'shop/db'

function mounting(image: string, spec: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> {
  return { ...spec, template: { image, mounts: [{ type: 'Volume', source: 'data', target: '/data' }] } }
}

function setDrain(world: TestWorld, node: string, drain: boolean): void {
  world.life().ports.store.update('Node', node, (draft) => void (draft.spec.drain = drain))
}

const volumeNamed = (name: string): V1Volume & { kind: 'Volume' } => ({
  ...{ apiVersion: API_VERSION, kind: 'Volume' },
  metadata: { name, namespace: 'shop' },
  spec: {},
})

const nodesOf = (world: TestWorld) => world.tasks().map(({ spec }) => spec.node)

const messageOf = (world: TestWorld) => world.tasks()[0]?.status?.message ?? ''

const standsOn = (world: TestWorld, node: string) =>
  world
    .life()
    .ports.store.get('Volume', 'shop/data')
    ?.status?.nodes?.find((entry) => entry.node === node)

const warnings = (life: Installation) =>
  life.recorder
    .events()
    .filter(({ reason, object }) => reason === 'DataLeft' && object === `Service/${KEY}`)
    .map(({ message }) => message.replace(/^db-1-\w+/, 'db-1'))

function stop(world: TestWorld): void {
  stopService(world.life().ports.store, KEY, { now: world.world.clock.now() })
}

function start(world: TestWorld): void {
  startService(world.life().ports.store, KEY)
}

async function restart(world: TestWorld): Promise<void> {
  askRestart(world.life().ports.store, KEY, world.world.clock.now())
  await world.settle()
}

/** A volume that was moved by hand from `a` to `b`, and is mounted there; `a` keeps its copy. */
async function moved(nodes: readonly string[] = ['a', 'b'], also?: (world: TestWorld) => void): Promise<TestWorld> {
  const world = aWorld({ images, nodes })
  await world.settle()
  world.declare(volumeNamed('data'))
  for (const node of nodes) setDrain(world, node, node !== 'a')
  world.service('db', mounting('db:1'))
  also?.(world)
  await world.settle()
  for (const [index, node] of nodes.slice(1).entries()) await moveTo(world, node, nodes[index] ?? '')
  for (const node of nodes) setDrain(world, node, false)
  await world.settle()
  deepEqual([nodesOf(world).at(-1), warnings(world.life())], [nodes.at(-1), []])
  return world
}

async function moveTo(world: TestWorld, node: string, from: string): Promise<void> {
  setDrain(world, from, true)
  setDrain(world, node, false)
  world.world.hosts.get(node)?.byHand.createVolume({ Name: 'shop_data' })
  await world.settle()
  await restart(world)
}

/** The same, stopped, and its copy on `b` removed. */
async function removedOnB(): Promise<TestWorld> {
  const world = await moved()
  stop(world)
  await world.settle()
  world.world.hosts.get('b')?.byHand.removeVolume('shop_data')
  await world.settle()
  return world
}

/** The next life, to which the host `b` is not connected. */
async function withoutB(world: TestWorld): Promise<Installation> {
  const stopping = world.life().stop()
  await world.settle()
  await stopping
  const hosts = new Map([...world.world.hosts].filter(([node]) => node !== 'b'))
  const contents = fixedContents(new Map(), world.world.clock)
  const life = startLife({ ...world.world, hosts }, { installation: 'default', contents })
  await world.settle()
  return life
}

describe('a volume whose newest copy is gone', () => {
  it('is said to be absent there', async () => {
    const world = await removedOnB()
    const { state, message } = standsOn(world, 'b') ?? {}
    deepEqual([state, message], ['Absent', 'it was there, and is gone'])
    equal(standsOn(world, 'a')?.state, 'Present')
  })

  for (const [what, image] of [
    ['start', 'db:1'],
    ['update', 'db:2'],
  ] as const)
    it(`holds the task of a ${what} where it was, and says which copy is older, and how to go on with that`, async () => {
      const world = await removedOnB()
      if (image !== 'db:1') world.service('db', mounting(image))
      start(world)
      await world.settle()
      deepEqual(nodesOf(world), ['b'])
      equal(
        messageOf(world),
        'b had it, and has no volume shop_data: restore it, or approve an empty one with `reconcile approve volume/data -n shop`; what a has is older: `reconcile restart db -n shop` goes on with that',
      )
      equal(standsOn(world, 'b')?.state, 'Lost')
    })

  it('goes on with the older copy once a person restarts what waits, and says so', async () => {
    const world = await removedOnB()
    start(world)
    await world.settle()
    await restart(world)
    deepEqual([nodesOf(world), world.tasks()[0]?.status?.phase], [['a'], 'Running'])
    deepEqual(warnings(world.life()), [
      'db-1 goes to a, and on with what that has of the volume data: what b had, where it was mounted last, is newer',
    ])
    world.service('db', mounting('db:2'))
    await world.settle()
    deepEqual([nodesOf(world), warnings(world.life()).length], [['a'], 1])
  })

  it('goes on where it was once it is restored', async () => {
    const world = await removedOnB()
    start(world)
    await world.settle()
    world.life().ports.store.putFact('approval', 'Volume/shop/data', ['b'])
    await world.settle()
    deepEqual([nodesOf(world), world.tasks()[0]?.status?.phase, warnings(world.life())], [['b'], 'Running', []])
  })

  it('goes on with what a person brought to another node', async () => {
    const world = await moved(['a', 'b', 'c'])
    stop(world)
    await world.settle()
    for (const node of ['c', 'a']) world.world.hosts.get(node)?.byHand.removeVolume('shop_data')
    await world.settle()
    world.world.hosts.get('a')?.byHand.createVolume({ Name: 'shop_data' })
    await world.settle()
    start(world)
    await world.settle()
    deepEqual([nodesOf(world), warnings(world.life())], [['a'], []])
  })
})

describe('which copy of a volume is older', () => {
  it('is known still once a stack that was deleted is declared again', async () => {
    const world = await moved()
    const { store } = world.life().ports
    for (const [kind, key] of [
      ['Service', KEY],
      ['Volume', 'shop/data'],
    ] as const)
      store.delete(kind, key)
    await world.settle()
    deepEqual([world.tasks(), store.get('Volume', 'shop/data')], [[], undefined])
    world.declare(volumeNamed('data'))
    world.service('db', mounting('db:1'))
    await world.settle()
    deepEqual([nodesOf(world), world.tasks()[0]?.status?.phase], [['b'], 'Running'])
  })

  it('is forgotten with the data', async () => {
    const world = await moved()
    const { store } = world.life().ports
    store.delete('Service', KEY)
    store.update('Volume', 'shop/data', ({ metadata }) => metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Volume', 'shop/data')
    await world.settle()
    deepEqual([store.get('Volume', 'shop/data'), store.fact('mounted', 'shop/data')], [undefined, undefined])
  })

  it('is as before where a restart never came to run', async () => {
    const world = await moved()
    setDrain(world, 'b', true)
    world.host.byHand.removeImage('db:1')
    await restart(world)
    deepEqual(nodesOf(world), ['b', 'a'])
    setDrain(world, 'b', false)
    stop(world)
    await world.settle()
    world.host.byHand.addImage('db:1', RUNS)
    start(world)
    await world.settle()
    deepEqual([nodesOf(world), world.tasks()[0]?.status?.phase], [['b'], 'Running'])
  })

  it('says no job that ended on a node before', async () => {
    const world = await moved(['a', 'b'], (first) =>
      first.service('init', { ...mounting('init'), mode: 'ReplicatedJob' }),
    )
    deepEqual(
      world.tasks().flatMap(({ spec, status }) => (spec.service === 'init' ? [spec.node, status?.phase] : [])),
      ['a', 'Completed'],
    )
    stop(world)
    await world.settle()
    world.world.hosts.get('b')?.byHand.removeVolume('shop_data')
    await world.settle()
    start(world)
    await world.settle()
    const [task] = world.tasks().filter(({ spec }) => spec.service === 'db')
    equal(task?.spec.node, 'b')
    match(task?.status?.message ?? '', /what a has is older: `reconcile restart db -n shop` goes on with that/)
  })
})

describe('a one-off container of a service', () => {
  const placed = (world: TestWorld) => {
    const service = world.serviceNamed('db')
    return service && placeOf(service, world.life().ports)
  }

  it('is where the newest data is', async () => {
    const world = await moved()
    stop(world)
    await world.settle()
    equal(placed(world), 'b')
  })

  it('is not where older data is, though the newest is gone', async () => {
    equal(placed(await removedOnB()), 'b')
  })

  for (const isStopped of [true, false])
    it(`is not where older data is while the host of the newest is silent: ${isStopped ? 'stopped' : 'running'}`, async () => {
      const world = await moved()
      if (isStopped) stop(world)
      await world.settle()
      world.world.hosts.get('b')?.crash()
      await world.pass(120_000)
      equal(placed(world), 'b')
    })
})

describe('where a volume was mounted last', () => {
  it('is where its task is, also after an update that went back', async () => {
    const world = await moved()
    world.life().ports.store.putFact('mounted', 'shop/data', ['a', 'b'])
    await world.restart()
    await world.settle()
    deepEqual(world.life().ports.store.fact('mounted', 'shop/data'), ['b', 'a'])
  })

  it('is known of a state that has that node alone', async () => {
    const world = await moved()
    stop(world)
    await world.settle()
    world.life().ports.store.putFact('mounted', 'shop/data', 'b')
    start(world)
    await world.settle()
    deepEqual([nodesOf(world), warnings(world.life())], [['b'], []])
  })

  it('is not told of one that each node has', async () => {
    const world = await moved()
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { scope: 'PerNode' } })
    world.service('db', mounting('db:2', { replicas: 2 }))
    await world.settle()
    deepEqual([...world.life().ports.store.facts('mounted')], [])
  })
})

describe('a volume whose newest copy is where no task may go now', () => {
  for (const { because, close, words } of [
    {
      because: 'is silent',
      close: (world: TestWorld) => world.world.hosts.get('b')?.crash(),
      words: /b: no answer for 40 s/,
    },
    { because: 'is drained', close: (world: TestWorld) => setDrain(world, 'b', true), words: /b: it is drained/ },
  ])
    it(`is waited for where its node ${because}, until a person restarts what waits`, async () => {
      const world = await moved()
      stop(world)
      await world.settle()
      close(world)
      await world.pass(120_000)
      start(world)
      await world.pass(120_000)
      deepEqual(nodesOf(world), [undefined])
      match(messageOf(world), words)
      match(
        messageOf(world),
        /a: what it has of the volume data is older than what b had: `reconcile restart db -n shop` goes on with that/,
      )
      await restart(world)
      deepEqual([nodesOf(world), warnings(world.life()).length], [['a'], 1])
    })

  it('is waited for by a restart as well while its node is silent within its grace', async () => {
    const world = await moved()
    world.world.hosts.get('b')?.crash()
    await world.pass(10_000)
    askRestart(world.life().ports.store, KEY, world.world.clock.now())
    await world.pass(3_000)
    deepEqual([nodesOf(world).includes('a'), warnings(world.life())], [false, []])
    await world.pass(60_000)
    deepEqual([nodesOf(world).includes('a'), warnings(world.life()).length], [true, 1])
  })

  it('is waited for, with no word of a restart, where another volume is on that node alone', async () => {
    const world = await moved()
    world.declare(volumeNamed('cache'))
    const { template, ...spec } = mounting('db:2')
    const mounts = [...(template?.mounts ?? []), { type: 'Volume' as const, source: 'cache', target: '/cache' }]
    world.service('db', { ...spec, template: { image: 'db:2', mounts } })
    await world.settle()
    stop(world)
    await world.settle()
    setDrain(world, 'b', true)
    start(world)
    await world.settle()
    const words = 'a: what it has of the volume data is older than what b had'
    equal(messageOf(world), `no node fits: ${words}; b: it is drained`)
  })

  it('is waited for by a restart as well while that node is only full', async () => {
    const world = await moved()
    world.service('x', {
      template: { image: 'nginx', resources: { reservations: { cpus: 3 } } },
      placement: { constraints: ['node.name==b'] },
    })
    await world.settle()
    const { template, ...spec } = mounting('db:1')
    const larger = { image: 'db:1', ...template, resources: { reservations: { cpus: 2 } } }
    world.service('db', { ...spec, template: larger, updateStrategy: { order: 'StartFirst' } })
    await restart(world)
    deepEqual(nodesOf(world).includes('a'), false)
  })
})

describe('a volume whose newest copy is on a node that is not declared any more', () => {
  it('keeps its task waiting, and says which copy is older', async () => {
    const world = await moved()
    world.life().ports.store.delete('Node', 'b')
    const life = await withoutB(world)
    const { store } = life.ports
    const [task] = store.list('Task').values()
    deepEqual(
      [task?.spec.node, task?.status?.message],
      [
        'b',
        'the node b is not declared: declare it again; its newest data of the volume data is there, and what a has is older: `reconcile restart db -n shop` goes on with that',
      ],
    )
    askRestart(store, KEY, world.world.clock.now())
    await world.settle()
    const [next] = store.list('Task').values()
    deepEqual([next?.spec.node, next?.status?.phase, warnings(life).length], ['a', 'Running', 1])
  })

  it('gives way to the newest of the others in an update, which says so', async () => {
    const world = await moved(['a', 'b', 'c'])
    world.life().ports.store.delete('Node', 'c')
    world.service('db', mounting('db:2'))
    world.service('x', { replicas: 4, placement: { constraints: ['node.name==b'] } })
    await world.settle()
    deepEqual(
      world.tasks().flatMap(({ spec }) => (spec.service === 'db' ? [spec.node] : [])),
      ['b'],
    )
    equal(warnings(world.life()).length, 1)
  })
})
