import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { setPause } from '../../controllers/holds/pause.ts'
import type { Store } from '../../store/objects/store.ts'
import { containersIn, hostOf, runCopy } from '../support/restored-host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  ...{ 'app:1': RUNS, 'app:2': RUNS },
  'slow:1': { ...RUNS, behaviour: { stopsAfterMs: 5_000 } },
  'job:1': { ...RUNS, behaviour: { exitsAfterMs: 1000 } },
}
const metadata = { name: 'data', namespace: 'shop' }
const volume = { apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} } as const
const onA = { constraints: ['node.name==a'] }

/** A task on `a`, of which a copy runs on `b`. */
async function withCopy(spec: Partial<V1ServiceSpec> = {}, before = (_: Store) => {}): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'], images })
  world.declare(volume)
  world.service('web', { template: { image: 'app:1' }, placement: onA, ...spec })
  await world.settle()
  before(world.life().ports.store)
  runCopy(world, 'a', 'b')
  return world
}

const said = ({ life }: TestWorld, reason: string) =>
  life()
    .recorder.events()
    .filter((event) => event.reason === reason)
    .map(({ type, object, message }) => `${type} ${object.split('/')[0]} ${message}`)

const tasks = (world: TestWorld) =>
  world.tasks().map(({ spec, status }) => `${spec.slot} ${spec.node} ${status?.phase} ${status?.reason}`)

describe('a container of a task on another node than its own, as of a host that comes from a copy of a machine (S5)', () => {
  it('goes, is told of, and the task goes on as it runs', async () => {
    const world = await withCopy()
    const before = hostOf(world, 'a').containers()[0]?.Id
    world.newCalls()
    equal(await world.settle(), 'quiet')
    deepEqual(containersIn(world), ['a shop-web-1 running'])
    equal(hostOf(world, 'a').containers()[0]?.Id, before)
    deepEqual(tasks(world), ['1 a Running Running'])
    match(said(world, 'Duplicate').join(), /^Warning Task shop-web-1 on b is a second container of it, which is on a/)
  })

  it('leaves its data, and says where', async () => {
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    const world = await withCopy({ template: { image: 'app:1', mounts } })
    await world.settle()
    deepEqual(containersIn(world), ['a shop-web-1 running'])
    equal(hostOf(world, 'b').state.volumes.has('shop_data'), true)
    match(said(world, 'Duplicate').join(), /what it wrote stays there in the volume shop_data$/)
  })

  it('keeps its service from being as it should be until it has gone', async () => {
    const world = await withCopy({ template: { image: 'slow:1' } })
    await world.pass(4_000)
    const ready = () => getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')
    match(
      `${ready()?.status} ${ready()?.reason} ${ready()?.message}`,
      /^False Duplicate 1 of 1 ready; .*second container/,
    )
    await world.settle()
    equal(ready()?.reason, 'AllReady')
  })

  it('goes though the task has ended, of which the outcome is said as before', async () => {
    const done = await withCopy({ mode: 'ReplicatedJob', template: { image: 'job:1' } })
    await done.settle()
    deepEqual(
      containersIn(done).filter((each) => each.startsWith('b')),
      [],
    )
    equal(done.tasks()[0]?.status?.message, 'it exited with 0')
  })

  it('goes though its task is on its way out', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    world.service('web', { template: { image: 'slow:1' }, placement: onA })
    await world.settle()
    world.life().ports.store.delete('Service', 'shop/web')
    await world.pass(1_000)
    runCopy(world, 'a', 'b')
    await world.settle()
    deepEqual([containersIn(world), world.tasks()], [[], []])
  })

  it('lets the nodes of a Global service have their own', async () => {
    const world = await withCopy({ mode: 'Global', placement: onA })
    await world.settle()
    deepEqual(containersIn(world), ['a shop-web-1 running'])
    world.service('web', { mode: 'Global', template: { image: 'app:1' } })
    await world.settle()
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-2 running'])
  })

  it('is left alone while nobody knows how the task does, and the task says so', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    world.service('web', { template: { image: 'app:1' }, placement: onA })
    await world.settle()
    hostOf(world, 'a').hang()
    await world.pass(60_000)
    runCopy(world, 'a', 'b')
    await world.pass(20_000)
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-1 running'])
    match(world.tasks()[0]?.status?.message ?? '', /; a container of it is on b: .*take a out of the files/)
    hostOf(world, 'a').thaw()
    await world.pass(60_000)
    deepEqual(containersIn(world), ['a shop-web-1 running'])
  })

  it('is left alone by a pause', async () => {
    const world = await withCopy({}, (store) => setPause(store, 'shop/web', {}))
    await world.settle()
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-1 running'])
    setPause(world.life().ports.store, 'shop/web', undefined)
    await world.settle()
    deepEqual(containersIn(world), ['a shop-web-1 running'])
  })

  it('goes where another engine was approved for its node, which was held until then', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    world.service('web', { template: { image: 'app:1' }, placement: onA })
    await world.settle()
    const { store } = world.life().ports
    store.putStatus('Node', 'b', { ...store.get('Node', 'b')?.status, engineID: 'another' })
    await world.settle()
    runCopy(world, 'a', 'b')
    await world.settle()
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-1 running'])
    store.putFact('approval', 'Node/b', hostOf(world, 'b').state.info.id)
    await world.settle()
    deepEqual(containersIn(world), ['a shop-web-1 running'])
  })
})

describe('a task whose container runs on another node, and not on its own (S5)', () => {
  for (const mounts of [[], [{ type: 'Volume' as const, source: 'data', target: '/data' }]])
    it(`is that node's from then on, and nothing is made anew${mounts.length > 0 ? ', with its data' : ''}`, async () => {
      const world = aWorld({ nodes: ['a', 'b'], images })
      world.declare(volume)
      world.service('web', { template: { image: 'app:1', mounts }, placement: onA })
      await world.settle()
      world.service('web', { template: { image: 'app:1', mounts } })
      await world.settle()
      await world.restart(() => {
        runCopy(world, 'a', 'b')
        hostOf(world, 'a').byHand.remove('shop-web-1')
      })
      world.newCalls()
      await world.settle()
      deepEqual(containersIn(world), ['b shop-web-1 running'])
      deepEqual(
        world.newCalls().filter((call) => /containers/.test(call)),
        [],
      )
      deepEqual(tasks(world), ['1 b Running Running'])
      match(said(world, 'FoundElsewhere').join(), /^Warning Service the container of .* is on b, and none is on a/)
    })

  it('is made anew there while another engine runs something in its place that nobody approved', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images })
    world.service('web', { template: { image: 'app:1' }, placement: onA })
    await world.settle()
    const { store } = world.life().ports
    store.putStatus('Node', 'b', { ...store.get('Node', 'b')?.status, engineID: 'another' })
    await world.settle()
    const { Labels: own } = hostOf(world, 'a').containers()[0]?.Config ?? {}
    hostOf(world, 'b').byHand.run('shop-web-1', {
      Image: 'app:1',
      Labels: { ...own, 'reconcile.dev/task': 'web-1-old' },
    })
    await world.settle()
    hostOf(world, 'a').byHand.remove('shop-web-1')
    await world.pass(20_000)
    deepEqual(containersIn(world), ['a shop-web-1 running', 'b shop-web-1 running'])
  })
})
