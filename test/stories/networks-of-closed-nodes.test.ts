import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const ci = { id: 'c'.repeat(16), by: 'ci@runner', kind: 'serve' as const, command: 'reconcile serve (pid 22)' }

/** A service with a task on each of two nodes, of which `b` is declared by a file. */
async function onBoth(options: Parameters<typeof aWorld>[0] = {}): Promise<TestWorld> {
  const world = aWorld({ images, nodes: ['a', 'b'], undeclared: ['a'], ...options })
  world.declare({ apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'b' }, spec: {} })
  await world.settle()
  world.service('web', { replicas: 2, template: { image: 'app:1' } })
  await world.settle()
  deepEqual(namesOn(world, 'b'), ['shop_default'])
  return world
}

const nodesOfTasks = ({ tasks }: TestWorld) => tasks().map(({ spec }) => spec.node)

const nodeOf = ({ life }: TestWorld) => life().ports.store.get('Node', 'b')

const namesOn = ({ world }: TestWorld, node: string) =>
  [...(world.hosts.get(node)?.state.networks.values() ?? [])].flatMap(({ name }) =>
    name.startsWith('shop_') ? [name] : [],
  )

describe('the network of a stack', () => {
  for (const seed of [1, 2, 3])
    for (const locker of [undefined, ci])
      it(`goes from a node that no file declares any more, before the node does: ${seed}${locker ? ', with locks' : ''}`, async () => {
        const world = await onBoth({ seed, ...(locker ? { locker } : {}) })
        withdraw(world.life().ports.store, 'Node/b')
        world.service('web', { replicas: 2, template: { image: 'app:2' } })
        equal(await world.settle(), 'quiet')
        deepEqual([nodesOfTasks(world), namesOn(world, 'a')], [['a', 'a'], ['shop_default']])
        const b = world.world.hosts.get('b')
        deepEqual([namesOn(world, 'b'), [...(b?.state.volumes.keys() ?? [])], nodeOf(world)], [[], [], undefined])
      })

  it('goes from a node that is drained, and comes back with a task', async () => {
    const world = await onBoth()
    const { store } = world.life().ports
    store.update('Node', 'b', ({ spec }) => void (spec.drain = true))
    equal(await world.settle(), 'quiet')
    deepEqual([nodesOfTasks(world), namesOn(world, 'b'), namesOn(world, 'a')], [['a', 'a'], [], ['shop_default']])
    store.update('Node', 'b', ({ spec }) => void delete spec.drain)
    world.service('web', { replicas: 4, template: { image: 'app:2' } })
    await world.settle()
    deepEqual(namesOn(world, 'b'), ['shop_default'])
  })

  it('comes back to what has ended on a node once the drain ends, not with the next start', async () => {
    const ends = { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 1_000 } }
    const world = aWorld({ images: { 'job:1': ends }, nodes: ['a', 'b'] })
    world.service('work', { mode: 'ReplicatedJob', template: { image: 'job:1' } })
    await world.settle()
    const [node = ''] = nodesOfTasks(world)
    const drain = (drained: boolean) =>
      world.life().ports.store.update('Node', node, ({ spec }) => void (spec.drain = drained))
    drain(true)
    await world.settle()
    deepEqual(namesOn(world, node), [])
    drain(false)
    await world.settle()
    deepEqual(namesOn(world, node), ['shop_default'])
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual(world.newCalls(), [])
  })

  it('goes from a node without tasks as soon as that is drained', async () => {
    const world = await onBoth()
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    deepEqual([nodesOfTasks(world), namesOn(world, 'b')], [['a'], ['shop_default']])
    world.life().ports.store.update('Node', 'b', ({ spec }) => void (spec.drain = true))
    await world.settle()
    deepEqual(namesOn(world, 'b'), [])
  })

  it('keeps a node that no file declares for a minute where a foreign container is in it, and it is said then that it stays', async () => {
    const world = await onBoth()
    const b = world.world.hosts.get('b')
    b?.byHand.run('guest', { Image: 'app:1', HostConfig: { NetworkMode: 'shop_default' } })
    withdraw(world.life().ports.store, 'Node/b')
    world.service('web', { replicas: 2, template: { image: 'app:2' } })
    await world.pass(30_000)
    const said = nodeOf(world)?.status?.conditions?.find(({ type }) => type === 'Withdrawn')
    equal(said?.reason, 'NetworksThere')
    match(said?.message ?? '', /goes once shop_default is removed there, or in a minute; declare b again to keep it$/)
    await world.pass(90_000)
    deepEqual([nodeOf(world), namesOn(world, 'b')], [undefined, ['shop_default']])
    const told = world.life().recorder.events()
    const stays = told.find(({ object, reason }) => object === 'Node/b' && reason === 'NetworksThere')
    match(
      stays?.message ?? '',
      /what could not be removed there stays: shop_default; `docker network inspect shop_default`/,
    )
  })
})
