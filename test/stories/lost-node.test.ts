import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition, isTrue } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations } from '../../api/v1/labels.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'db:1': { config: { Cmd: ['serve'], Volumes: { '/data': {} } } },
  'slow:1': { ...RUNS, pullMs: 0, behaviour: { healthyAfterMs: 120_000 } },
}
/** Longer than it takes to notice a silence, and the grace. */
const LOST_MS = 50_000
const BACK_MS = 60_000

/** A service with a task on each of the hosts `a` and `b`, of which some fell silent for longer than the grace. */
async function withLost(spec: Partial<V1ServiceSpec> = {}, lost = ['b'], nodes = ['a', 'b']): Promise<TestWorld> {
  const world = aWorld({ nodes, images })
  for (const name of ['data', 'each', 'shared'])
    world.declare({
      apiVersion: API_VERSION,
      kind: 'Volume',
      metadata: { name, namespace: 'shop' },
      spec: volumes[name] ?? {},
    })
  world.service('web', { replicas: 2, template: { image: 'app:1' }, ...spec })
  await world.settle()
  await world.pass(BACK_MS)
  for (const node of lost) hostOf(world, node).hang()
  await world.pass(LOST_MS)
  return world
}

const volumes: Readonly<Record<string, object>> = {
  each: { scope: 'PerNode' },
  shared: { scope: 'PerNode', driverOpts: { type: 'nfs', o: 'addr=10.0.0.9', device: ':/data' } },
}

async function thawed(world: TestWorld, ...nodes: readonly string[]): Promise<void> {
  for (const node of nodes) hostOf(world, node).thaw()
  await world.pass(BACK_MS)
}

/** What stands in on `a` ends with an error, where it runs. */
function exit(world: TestWorld): void {
  try {
    hostOf(world, 'a').byHand.exit('shop-web-2', 1)
  } catch {
    // It does not run just now.
  }
}

const hostOf = ({ world }: TestWorld, node: string) => world.hosts.get(node) as SimulatedHost

/** `slot node phase` of each task, with what is to become of it. */
const tasks = (world: TestWorld) =>
  world
    .tasks()
    .map(({ metadata, spec, status }) => {
      const goes = spec.desiredState === 'Removed' ? ' goes' : ''
      const isEvicted = metadata.annotations?.[annotations.evicted] !== undefined
      return `${spec.slot} ${spec.node} ${status?.phase}${goes}${isEvicted ? ' evicted' : ''}`
    })
    .sort()

const containersOn = (world: TestWorld, node: string) =>
  hostOf(world, node)
    .containers()
    .map(({ Name, State }) => `${Name.slice(1)} ${State.Status}`)
    .sort()

const said = ({ life }: TestWorld) =>
  getCondition(life().ports.store.get('Service', 'shop/web')?.status?.conditions, 'Ready')?.message ?? ''

const stays = ['1 a Running', '2 b Unknown']
const moved = ['1 a Running', '2 a Running', '2 b Unknown goes evicted']
const mounting = (mount: NonNullable<V1ServiceSpec['template']['mounts']>[number]) => ({
  template: { image: 'app:1', mounts: [mount] },
})

describe('a task on a node that is lost (S5)', () => {
  it('has another in its place, and goes when its host is back', async () => {
    const world = await withLost()
    deepEqual(tasks(world), moved)
    deepEqual(containersOn(world, 'b'), ['shop-web-2 running'])
    await thawed(world, 'b')
    deepEqual(tasks(world), ['1 a Running', '2 a Running'])
    deepEqual(containersOn(world, 'b'), [])
  })

  for (const mounts of [[], [{ type: 'Volume' as const, source: 'shared', target: '/data' }]])
    it(`leaves nothing to wait for${mounts.length > 0 ? ', with a volume that is on every host' : ''}`, async () => {
      const world = await withLost({ template: { image: 'app:1', mounts } })
      const { store } = world.life().ports
      const all = [...store.list('Network').values(), ...store.list('Volume').values()]
      const kept = all.filter(({ status }) => !isTrue(status?.conditions, 'Ready'))
      deepEqual(kept, [])
    })

  it('goes on where its host is back before the other is ready', async () => {
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1, startPeriodSeconds: 300 }
    const world = await withLost({ template: { image: 'slow:1', healthcheck } })
    await world.pass(30_000)
    deepEqual(tasks(world), ['1 a Running', '2 a Starting', '2 b Unknown'])
    await thawed(world, 'b')
    deepEqual(tasks(world), ['1 a Running', '2 b Running'])
    deepEqual(containersOn(world, 'a'), ['shop-web-1 running'])
  })

  it('keeps its place over a restart of these controllers', async () => {
    const world = await withLost({}, [])
    for (let n = 0; n < 50; n++) hostOf(world, 'a').failNext('startContainer', { status: 500, message: 'no' })
    hostOf(world, 'b').hang()
    await world.pass(LOST_MS)
    const made = world.tasks().map(({ metadata }) => metadata.name)
    equal(made.length, 3)
    await world.restart()
    await world.pass(10_000)
    deepEqual(
      world.tasks().map(({ metadata }) => metadata.name),
      made,
    )
  })

  it('is updated in its new place alone', async () => {
    const world = await withLost()
    world.service('web', { replicas: 2, template: { image: 'app:2' } })
    await world.settle()
    deepEqual(tasks(world), moved)
    await thawed(world, 'b')
    deepEqual(tasks(world), ['1 a Running', '2 a Running'])
  })

  it('takes the place of one that was lost with the next host', async () => {
    const world = await withLost({}, ['b'], ['a', 'b', 'c'])
    const second = world.tasks().find(({ spec }) => spec.slot === 2 && spec.desiredState === 'Running')?.spec.node ?? ''
    hostOf(world, second).hang()
    await world.pass(LOST_MS)
    await thawed(world, 'b', second)
    deepEqual(
      tasks(world).map((task) => task.replace(/ [abc] /, ' ')),
      ['1 Running', '2 Running'],
    )
    deepEqual(['a', 'b', 'c'].flatMap((node) => containersOn(world, node)).sort(), [
      'shop-web-1 running',
      'shop-web-2 running',
    ])
  })

  for (const [what, spec] of [
    ['what it mounts is on every host', mounting({ type: 'Volume', source: 'shared', target: '/data' })],
    ['it only reads of its host', mounting({ type: 'Bind', source: '/etc/app', target: '/etc/app', readOnly: true })],
    ["it has its host's sockets", mounting({ type: 'Bind', source: '/var/run/docker.sock', target: '/docker.sock' })],
  ] as const)
    it(`has another in its place where ${what}`, async () => deepEqual(tasks(await withLost(spec)), moved))

  for (const [what, spec, why] of [
    ['its anonymous volume is there', { template: { image: 'db:1' } }, /anonymous volumes is there/],
    [
      'it writes to its host',
      mounting({ type: 'Bind', source: '/srv', target: '/srv' }),
      /may write to \/srv of that host/,
    ],
    ['no other node fits', { placement: { maxReplicasPerNode: 1 } }, /no other node fits: a: it has 1 task/],
  ] as const)
    it(`stays where ${what}, and its service says so`, async () => {
      const world = await withLost(spec)
      deepEqual(tasks(world), stays)
      match(said(world), why)
      await thawed(world, 'b')
      deepEqual(tasks(world), ['1 a Running', '2 b Running'])
    })

  it('stays where its volume is there', async () => {
    const world = await withLost(mounting({ type: 'Volume', source: 'data', target: '/data' }), ['a'])
    deepEqual(tasks(world), ['1 a Unknown', '2 a Unknown'])
    match(said(world), /the data of its volume data is there/)
  })

  it('stays within the grace', async () => {
    const world = await withLost({}, [])
    hostOf(world, 'b').hang()
    await world.pass(20_000)
    equal(world.tasks().length, 2)
  })

  it('goes elsewhere once a node takes it', async () => {
    const world = await withLost({}, [])
    const takesNew = (is: boolean) =>
      world.life().ports.store.update('Node', 'a', ({ spec }) => void (spec.unschedulable = !is))
    takesNew(false)
    hostOf(world, 'b').hang()
    await world.pass(LOST_MS)
    deepEqual(tasks(world), stays)
    takesNew(true)
    await world.pass(20_000)
    deepEqual(tasks(world), moved)
  })

  it('is told of as another stands in, and as it goes', async () => {
    const { recorder } = (await withLost()).life()
    const told = recorder.events().filter(({ object }) => object === 'Service/shop/web')
    deepEqual(told.map(({ type, reason }) => `${type} ${reason}`).slice(-2), ['Warning StandIn', 'Normal Evicted'])
  })

  it('stays where all are silent, and while they come back one after the other', async () => {
    const world = await withLost({}, ['a', 'b'])
    deepEqual(tasks(world), ['1 a Unknown', '2 b Unknown'])
    hostOf(world, 'a').thaw()
    await world.pass(20_000)
    deepEqual(tasks(world), stays)
    await thawed(world, 'b')
    deepEqual(tasks(world), ['1 a Running', '2 b Running'])
  })

  for (const phaseMs of [0, 3_000, 7_000, 11_000, 14_000])
    it(`stays where most are silent at once, ${phaseMs} ms after another heartbeat`, async () => {
      const nodes = ['a', 'b', 'c', 'd', 'e']
      const world = await withLost({ replicas: 5 }, [], nodes)
      await world.pass(phaseMs)
      for (const node of ['b', 'c', 'd']) hostOf(world, node).hang()
      for (let passed = 0; passed < 120_000; passed += 1_000) {
        await world.pass(1_000)
        equal(world.tasks().length, 5)
      }
      match(said(world), /3 of 5 nodes have not answered/)
    })

  for (const [mode, why] of [
    ['ReplicatedJob', /it stays there: it is let end, as a job/],
    ['Global', /it stays there: its service runs on each node/],
  ] as const)
    it(`stays if it is one of a ${mode}, and its service says so`, async () => {
      const world = await withLost({ mode, template: { image: 'app:1' } })
      deepEqual(
        tasks(world).filter((task) => task.includes(' b ')),
        ['2 b Unknown'],
      )
      equal(world.tasks().length, 2)
      match(said(world), why)
    })

  it('goes on where the other crashes again and again, though nothing checks it', async () => {
    const world = await withLost({}, [])
    const crash = () =>
      hostOf(world, 'a')
        .containers()
        .some(({ Name }) => Name === '/shop-web-2')
    hostOf(world, 'b').hang()
    for (let passed = 0; passed < 120_000; passed += 1_000) {
      await world.pass(1_000)
      if (crash()) exit(world)
    }
    deepEqual(
      world.tasks().flatMap(({ spec }) => (spec.desiredState === 'Removed' ? [spec.node] : [])),
      [],
    )
    await thawed(world, 'b')
    deepEqual(tasks(world), ['1 a Running', '2 b Running'])
  })

  it('keeps the other where another engine answers in its place', async () => {
    const world = await withLost({
      template: { image: 'slow:1', healthcheck: { test: ['CMD', 'true'], startPeriodSeconds: 300 } },
    })
    const { store } = world.life().ports
    store.putStatus('Node', 'b', { ...store.get('Node', 'b')?.status, engineID: 'another' })
    await thawed(world, 'b')
    await world.pass(200_000)
    deepEqual(
      tasks(world).filter((task) => !task.includes(' b ')),
      ['1 a Running', '2 a Running'],
    )
  })

  it('stays where it has a volume that is there for each node', async () => {
    const mounts = [{ type: 'Volume' as const, source: 'each', target: '/data' }]
    const world = await withLost({ template: { image: 'app:1', mounts }, placement: {} })
    deepEqual(tasks(world), stays)
    match(said(world), /the data of its volume each is there/)
  })
})
