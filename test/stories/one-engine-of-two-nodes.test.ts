import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { consent } from '../../controllers/adoption/records.ts'
import type { Installation } from '../../controllers/installation.ts'
import type { Engine } from '../../engine/engine.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { composeProject } from '../support/compose-project.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

/** Ends the life of a world, and begins one in which its host has these names. */
async function namedSo(world: TestWorld, life: Installation, names: readonly string[]): Promise<Installation> {
  const stopping = life.stop()
  await world.settle()
  await stopping
  const named = (node: string): SimulatedHost => ({
    ...world.host,
    engine: (): Engine => ({ ...world.host.engine(), node }),
  })
  const hosts = new Map(names.map((name) => [name, named(name)]))
  const contents = fixedContents(new Map(), world.world.clock)
  return startLife({ ...world.world, hosts }, { installation: 'default', contents })
}

const tasksIn = ({ ports }: Installation) =>
  [...ports.store.list('Task').values()].map(({ spec, status }) => `${spec.slot} ${spec.node} ${status?.phase}`).sort()

describe('an engine of which two nodes are declared', () => {
  for (const names of [
    ['a', 'b'],
    ['b', 'a'],
  ])
    it(`is worked on under the one that had it before, and the other says so (${names.join(' first, then ')})`, async () => {
      const world = aWorld()
      world.service('web', { replicas: 2 })
      await world.settle()
      const life = await namedSo(world, world.life(), names)
      await world.settle()
      const { store } = life.ports
      const ready = getCondition(store.get('Node', 'b')?.status?.conditions, 'Ready')
      match(ready?.message ?? '', /its engine is that of node a: give one of the two another address/)
      store.update('Service', 'shop/web', ({ spec }) => {
        spec.replicas = 3
        spec.template = { image: 'nginx:2' }
      })
      await world.settle()
      deepEqual(tasksIn(life), ['1 a Running', '2 a Running', '3 a Running'])
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running', 'shop-web-3 running'])
    })

  it('has an adoption wait for no answer of the other node before it makes what is missing', async () => {
    const world = aWorld()
    const compose = composeProject(world.host)
    compose.network()
    const id = compose.container('web')
    await world.settle()
    const life = await namedSo(world, world.life(), ['a', 'b'])
    const { ports } = life
    await world.settle()
    consent(ports.store, 'shop', world.world.clock.now())
    const metadata = { name: 'web', namespace: 'shop' }
    const spec = { replicas: 2, template: { image: 'nginx', restartPolicy: { condition: 'Always' as const } } }
    ports.store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec })
    equal(await world.settle(30_000), 'quiet')
    deepEqual(tasksIn(life), ['1 a Running', '2 a Running'])
    equal(
      world.host.containers().some(({ Id }) => Id === id),
      true,
    )
  })

  for (const names of [
    ['a', 'b'],
    ['b', 'a'],
  ])
    it(`is never worked on under both, also where an upgrade changed its id (${names.join(' first, then ')})`, async () => {
      const world = aWorld()
      world.service('web', { replicas: 2 })
      await world.settle()
      const ids = () => world.host.containers().map(({ Id, State }) => `${Id} ${State.StartedAt}`)
      const before = ids()
      world.host.state.info = { ...world.host.state.info, id: '7e9ba3d0-8047-4075-b4a1-e0a8f150d9a2' }
      const { store } = (await namedSo(world, world.life(), names)).ports
      await world.pass(120_000)
      const ready = ['a', 'b'].map((node) => getCondition(store.get('Node', node)?.status?.conditions, 'Ready'))
      deepEqual(ready.map((each) => each?.status).sort(), ['False', 'True'])
      match(
        ready.find((each) => each?.status === 'False')?.message ?? '',
        /it is that of node b|its engine is that of node a/,
      )
      deepEqual(ids(), before)
    })

  it('is worked on under either, always the same, where both are new', async () => {
    const world = aWorld({ nodes: ['z'] })
    const life = await namedSo(world, world.life(), ['a', 'b'])
    life.ports.store.delete('Node', 'z')
    life.ports.store.create('Service', {
      apiVersion: 'reconcile.dev/v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { replicas: 2, template: { image: 'nginx' } },
    })
    await world.settle()
    const [first] = tasksIn(life).map((task) => task.split(' ')[1])
    deepEqual(tasksIn(life), [`1 ${first} Running`, `2 ${first} Running`])
    const again = await namedSo(world, life, first === 'a' ? ['b', 'a'] : ['a', 'b'])
    await world.settle()
    deepEqual(tasksIn(again), [`1 ${first} Running`, `2 ${first} Running`])
  })
})
describe('an engine of which two nodes are declared, once the state was lost', () => {
  for (const names of [
    ['a', 'c'],
    ['c', 'a'],
  ])
    it(`holds up no task with data: what the other has is known (${names.join(' first, then ')})`, async () => {
      const first = aWorld()
      first.service('web', {})
      await first.settle()
      await first.life().stop()
      const named = (node: string): SimulatedHost => ({
        ...first.host,
        engine: () => ({ ...first.host.engine(), node }),
      })
      const hosts = new Map(names.map((name) => [name, named(name)] as const))
      const world = aWorld({ over: { ...first.world, hosts }, nodes: names })
      world.declare({
        ...{ apiVersion: 'reconcile.dev/v1', kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} },
      })
      world.service('web', {})
      const mounts = [{ type: 'Volume', source: 'data', target: '/data' } as const]
      world.service('db', { template: { image: 'nginx', mounts } })
      await world.pass(120_000)
      deepEqual(world.containers(), ['shop-db-1 running', 'shop-web-1 running'])
    })
})
describe('a node for which the engine of another was approved', () => {
  it('shows the containers of that one once more, and none of them is taken for a second one', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    world.service('web', { replicas: 2, placement: { constraints: ['node.name==a'] } })
    await world.settle()
    world.newCalls()
    const ids = () => world.host.containers().map(({ Id, State }) => `${Id} ${State.StartedAt}`)
    const before = ids()
    const stopping = world.life().stop()
    await world.settle()
    await stopping
    const { clock, hosts } = world.world
    const a = hosts.get('a') as SimulatedHost
    const asB: SimulatedHost = { ...a, engine: () => ({ ...a.engine(), node: 'b' }) }
    const life = startLife(
      { ...world.world, hosts: new Map([...hosts, ['b', asB]]) },
      { installation: 'default', contents: fixedContents(new Map(), clock) },
    )
    await world.settle()
    life.ports.store.putFact('approval', 'Node/b', a.state.info.id)
    await world.pass(600_000)
    equal(getCondition(life.ports.store.get('Node', 'b')?.status?.conditions, 'Ready')?.status, 'True')
    deepEqual(tasksIn(life), ['1 a Running', '2 a Running'])
    deepEqual([ids(), world.newCalls()], [before, []])
  })
})
