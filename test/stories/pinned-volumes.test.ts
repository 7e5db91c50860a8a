import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Service, V1ServiceSpec, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'db:1': RUNS, 'db:2': RUNS, nginx: RUNS }
const ORDERS = ['StopFirst', 'StartFirst'] as const

/** A service that mounts the volume `data`, or those that are asked for. */
function mounting(image: string, spec: Partial<V1ServiceSpec> = {}, volumes = ['data']): Partial<V1ServiceSpec> {
  const mounts = volumes.map((source) => ({ type: 'Volume' as const, source, target: `/${source}` }))
  return { ...spec, template: { image, mounts } }
}

/** A world of hosts that are ready, two unless others are asked for. */
async function aWorldWith(spec: V1VolumeSpec, nodes: readonly string[] = ['a', 'b']): Promise<TestWorld> {
  const world = aWorld({ images, nodes })
  await world.settle()
  declare(world, spec)
  return world
}

function declare(world: TestWorld, spec: V1VolumeSpec, name = 'data'): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name, namespace: 'shop' }, spec })
}

/** A world in which the volume is on a host, and no task mounts it any more; a task of another service takes that host. */
async function left(
  spec: V1VolumeSpec,
): Promise<{ readonly world: TestWorld; readonly node: string; readonly other: string }> {
  const world = await aWorldWith(spec)
  world.service('db', mounting('db:1'))
  await world.settle()
  const [node = ''] = nodesOf(world, 'db')
  world.service('db', mounting('db:1', { replicas: 0 }))
  world.service('x', { replicas: 2, placement: { constraints: [`node.name==${node}`] } })
  await world.settle()
  return { world, node, other: node === 'a' ? 'b' : 'a' }
}

/** A world in which the volume was on both hosts, and a person removed it on `b`; tasks of another service are on `a`. */
async function removedOnB(): Promise<TestWorld> {
  const world = await aWorldWith({ scope: 'PerNode' })
  world.service('db', mounting('db:1', { replicas: 2 }))
  await world.settle()
  world.service('db', mounting('db:1', { replicas: 0 }))
  declare(world, {})
  await world.settle()
  world.world.hosts.get('b')?.byHand.removeVolume('shop_data')
  world.service('x', { replicas: 3, placement: { constraints: ['node.name==a'] } })
  await world.settle()
  return world
}

function drain(world: TestWorld, node: string): void {
  world.life().ports.store.update('Node', node, (draft) => void (draft.spec.drain = true))
}

function nodesOf(world: TestWorld, service: string): readonly (string | undefined)[] {
  return world.tasks().flatMap(({ spec }) => (spec.service === service ? [spec.node] : []))
}

function volumes(world: TestWorld): readonly string[] {
  return [...world.world.hosts].flatMap(([node, { state }]) =>
    [...state.volumes.keys()].map((name) => `${node} ${name}`),
  )
}

describe('tasks of a pinned volume', () => {
  for (const order of ORDERS)
    it(`stay with the data in updates: ${order}`, async () => {
      const world = await aWorldWith({ scope: 'Pinned' })
      const updateStrategy = { order }
      world.service('db', mounting('db:1', { updateStrategy }))
      await world.settle()
      const [node] = nodesOf(world, 'db')
      for (const image of ['db:2', 'db:1']) {
        world.service('db', mounting(image, { updateStrategy }))
        await world.settle()
        equal(world.serviceNamed('db')?.status?.rollout?.state, 'Completed')
        deepEqual([nodesOf(world, 'db'), volumes(world)], [[node], [`${node} shop_data`]])
      }
    })

  for (const spec of [{}, { scope: 'Pinned' as const }])
    it(`come back to the data after none was left: ${spec.scope ?? 'no scope'}`, async () => {
      const { world, node } = await left(spec)
      world.service('db', mounting('db:1'))
      await world.settle()
      deepEqual([nodesOf(world, 'db'), volumes(world)], [[node], [`${node} shop_data`]])
    })

  it('come to the data after our own end', async () => {
    const { world, node } = await left({})
    await world.restart()
    world.service('db', mounting('db:1'))
    await world.settle()
    deepEqual(nodesOf(world, 'db'), [node])
  })

  it('come to data that others left on a host', async () => {
    for (const node of ['a', 'b']) {
      const world = aWorld({ images, nodes: ['a', 'b'] })
      world.world.hosts.get(node)?.byHand.createVolume({ Name: 'shop_data' })
      declare(world, {})
      world.service('db', mounting('db:1'))
      await world.settle()
      deepEqual([nodesOf(world, 'db'), volumes(world)], [[node], [`${node} shop_data`]])
    }
  })

  it('are all on one host when nothing is there yet, of several services too', async () => {
    const world = await aWorldWith({})
    world.service('db', mounting('db:1', { replicas: 3 }))
    world.service('backup', mounting('db:2', { replicas: 2 }))
    await world.settle()
    const nodes = new Set([...nodesOf(world, 'db'), ...nodesOf(world, 'backup')])
    deepEqual([nodes.size, volumes(world)], [1, [...nodes].map((node) => `${node} shop_data`)])
    equal(world.serviceNamed('db')?.status?.readyReplicas, 3)
  })

  it('wait for the host that has it, and say so', async () => {
    const { world, node, other } = await left({})
    world.world.hosts.get(node)?.crash()
    await world.pass(120_000)
    world.service('db', mounting('db:1'))
    await world.pass(900_000)
    const { reason, message = '' } = world.tasks().find(({ spec }) => spec.service === 'db')?.status ?? {}
    equal(reason, 'NoNodeFits')
    match(message, new RegExp(`${node}: no answer for 40 s`))
    match(
      message,
      new RegExp(`${other}: the volume data is on ${node}, where its tasks stay while its scope is Pinned`),
    )
    deepEqual(nodesOf(world, 'db'), [undefined])
    world.world.hosts.get(node)?.restart()
    await world.pass(120_000)
    deepEqual([nodesOf(world, 'db'), volumes(world)], [[node], [`${node} shop_data`]])
    equal(world.serviceNamed('db')?.status?.readyReplicas, 1)
  })

  it('hold where it was when it is gone: nothing empty is made elsewhere', async () => {
    const { world, node } = await left({})
    world.world.hosts.get(node)?.byHand.removeVolume('shop_data')
    await world.settle()
    world.service('db', mounting('db:1'))
    await world.settle()
    const { reason, message = '' } = world.tasks().find(({ spec }) => spec.service === 'db')?.status ?? {}
    deepEqual([nodesOf(world, 'db'), reason, volumes(world)], [[node], 'WaitingForVolume', []])
    match(message, new RegExp(`^${node} had it, and has no volume shop_data`))
  })

  for (const { it: sentence, act } of [
    { it: 'it is for each node', act: (world: TestWorld) => declare(world, { scope: 'PerNode' }) },
    {
      it: 'a person brings the data to another',
      act: (world: TestWorld, other: string) =>
        world.world.hosts.get(other)?.byHand.createVolume({ Name: 'shop_data' }),
    },
  ])
    it(`go elsewhere once ${sentence}`, async () => {
      const { world, node, other } = await left({})
      drain(world, node)
      world.service('db', mounting('db:1'))
      await world.settle()
      deepEqual(nodesOf(world, 'db'), [undefined])
      act(world, other)
      await world.settle()
      deepEqual(nodesOf(world, 'db'), [other])
    })
})

describe('an update of tasks of a pinned volume whose host is silent', () => {
  it('is held, and goes on when it is back', async () => {
    const world = await aWorldWith({})
    world.service('db', mounting('db:1'))
    await world.settle()
    const [node = ''] = nodesOf(world, 'db')
    world.world.hosts.get(node)?.crash()
    await world.pass(120_000)
    world.service('db', mounting('db:2'))
    await world.pass(900_000)
    equal(world.serviceNamed('db')?.status?.rollout?.state, 'Progressing')
    deepEqual(volumes(world), [`${node} shop_data`])
    world.world.hosts.get(node)?.restart()
    await world.pass(120_000)
    equal(world.serviceNamed('db')?.status?.rollout?.state, 'Completed')
    deepEqual([nodesOf(world, 'db'), volumes(world)], [[node], [`${node} shop_data`]])
  })
})

describe('tasks of a volume that each node has', () => {
  for (const { it: sentence, spec, more } of [
    { it: 'by its scope', spec: { scope: 'PerNode' as const }, more: undefined },
    { it: 'as a Global service mounts it', spec: {}, more: 'Global' as const satisfies V1Service['spec']['mode'] },
  ])
    it(`are on any: ${sentence}`, async () => {
      const world = await aWorldWith(spec)
      if (more) world.service('agent', mounting('db:2', { mode: more }))
      world.service('db', mounting('db:1', { replicas: 2 }))
      await world.settle()
      deepEqual(
        [[...nodesOf(world, 'db')].sort(), volumes(world)],
        [
          ['a', 'b'],
          ['a shop_data', 'b shop_data'],
        ],
      )
    })

  it('are on both nodes that have a pinned one already', async () => {
    const world = await aWorldWith({ scope: 'PerNode' })
    world.service('db', mounting('db:1', { replicas: 2 }))
    await world.settle()
    declare(world, { scope: 'Pinned' })
    world.service('db', mounting('db:2', { replicas: 2 }))
    await world.settle()
    deepEqual([...nodesOf(world, 'db')].sort(), ['a', 'b'])
  })
})

describe('a node that is no longer declared', () => {
  for (const spec of [{}, { recreate: true }])
    it(`has no data for anybody: ${JSON.stringify(spec)}`, async () => {
      const { world, node, other } = await left(spec)
      world.world.hosts.get(node)?.crash()
      await world.pass(120_000)
      world.service('db', mounting('db:1'))
      await world.pass(60_000)
      deepEqual(nodesOf(world, 'db'), [undefined])
      world.life().ports.store.delete('Node', node)
      await world.pass(900_000)
      deepEqual(nodesOf(world, 'db'), [other])
    })
})

describe('a node that had the volume, and has it no more', () => {
  it('is none of those that have it', async () => {
    const world = await removedOnB()
    world.service('db', mounting('db:1'))
    await world.settle()
    deepEqual([nodesOf(world, 'db'), volumes(world)], [['a'], ['a shop_data']])
  })

  it('is one again once a person brings the data back', async () => {
    const world = await removedOnB()
    drain(world, 'a')
    world.service('db', mounting('db:1'))
    await world.settle()
    deepEqual(nodesOf(world, 'db'), [undefined])
    world.world.hosts.get('b')?.byHand.createVolume({ Name: 'shop_data' })
    await world.settle()
    deepEqual(nodesOf(world, 'db'), ['b'])
  })

  it('is one while it is silent, as it may have it', async () => {
    const { world, node } = await left({ recreate: true })
    world.world.hosts.get(node)?.crash()
    await world.restart()
    await world.pass(120_000)
    world.service('db', mounting('db:1'))
    await world.pass(120_000)
    deepEqual(nodesOf(world, 'db'), [undefined])
  })

  it('is none where it is to be made again', async () => {
    const { world, node, other } = await left({ recreate: true })
    world.world.hosts.get(node)?.byHand.removeVolume('shop_data')
    drain(world, node)
    world.service('db', mounting('db:1'))
    await world.settle()
    deepEqual(nodesOf(world, 'db'), [other])
  })
})

describe('a volume that is nowhere yet', () => {
  const onB = { placement: { constraints: ['node.name==b'] } }

  it('comes to be where all that mount it may run', async () => {
    const world = await aWorldWith({})
    world.service('backup', mounting('db:2'))
    world.service('db', mounting('db:1', onB))
    await world.settle()
    deepEqual([nodesOf(world, 'backup'), nodesOf(world, 'db'), volumes(world)], [['b'], ['b'], ['b shop_data']])
  })

  it('comes to be where the other volumes are of what mounts it', async () => {
    const { world, node } = await left({})
    declare(world, {}, 'dump')
    world.service('backup', mounting('db:2', {}, ['dump']))
    world.service('db', mounting('db:1', {}, ['data', 'dump']))
    await world.settle()
    deepEqual([nodesOf(world, 'backup'), nodesOf(world, 'db')], [[node], [node]])
  })

  it('comes to be where those may run with which it shares others that are nowhere yet', async () => {
    const world = await aWorldWith({})
    declare(world, {}, 'dump')
    drain(world, 'b')
    world.service('copy', mounting('db:2', {}, ['dump']))
    world.service('dumper', mounting('db:2', {}, ['data', 'dump']))
    world.service('db', mounting('db:1', onB))
    await world.settle()
    deepEqual([nodesOf(world, 'copy'), nodesOf(world, 'dumper')], [[undefined], [undefined]])
    world.service('db', { template: { image: 'db:1' }, ...onB })
    await world.settle()
    deepEqual([nodesOf(world, 'copy'), nodesOf(world, 'dumper')], [['a'], ['a']])
  })

  it('waits for that node, says so, and goes elsewhere once nothing asks for it any more', async () => {
    const world = await aWorldWith({})
    drain(world, 'b')
    world.service('db', mounting('db:1', onB))
    world.service('backup', mounting('db:2'))
    await world.settle()
    deepEqual([nodesOf(world, 'backup'), nodesOf(world, 'db')], [[undefined], [undefined]])
    const { message = '' } = world.tasks().find(({ spec }) => spec.service === 'backup')?.status ?? {}
    match(message, /a: the volume data is to come to b, where all that mount it may run while its scope is Pinned/)
    world.service('db', { template: { image: 'db:1' }, ...onB })
    await world.settle()
    deepEqual(nodesOf(world, 'backup'), ['a'])
  })

  it('heeds none that may run nowhere, and leaves out one of two that contradict each other', async () => {
    const world = await aWorldWith({})
    world.service('backup', mounting('db:2'))
    world.service('db', mounting('db:1', onB))
    world.service('gone', mounting('db:1', { placement: { constraints: ['node.name==c'] } }))
    world.service('last', mounting('db:1', { placement: { constraints: ['node.name==a'] } }))
    await world.settle()
    deepEqual([nodesOf(world, 'gone'), volumes(world).length], [[undefined], 1])
    const { message = '' } =
      world.tasks().find(({ spec }) => spec.node === undefined && spec.service !== 'gone')?.status ?? {}
    match(message, /the volume data is on [ab], where/)
  })
})

describe('a service of which one node may not have all tasks', () => {
  const apart = (replicas: number, image = 'db:1') =>
    mounting(image, { replicas, placement: { maxReplicasPerNode: 1 } })

  it('has a volume on each of its nodes, and stays on these', async () => {
    const world = await aWorldWith({}, ['a', 'b', 'c'])
    const aside = { template: { image: 'nginx', networkMode: 'none' } }
    world.service('aside', { ...aside, placement: { constraints: ['node.name==a'] } })
    world.service('db', apart(2))
    await world.settle()
    deepEqual(nodesOf(world, 'db'), ['b', 'c'])
    world.service('aside', { ...aside, replicas: 6, placement: { constraints: ['node.name!=a'] } })
    await world.settle()
    world.service('db', apart(2, 'db:2'))
    await world.settle()
    deepEqual([...nodesOf(world, 'db')].sort(), ['b', 'c'])
    world.service('db', apart(3, 'db:2'))
    await world.settle()
    deepEqual([...nodesOf(world, 'db')].sort(), ['a', 'b', 'c'])
  })

  it('is kept on one by a scope that says so', async () => {
    const world = await aWorldWith({ scope: 'Pinned' })
    world.service('db', apart(2))
    await world.settle()
    equal(new Set(nodesOf(world, 'db')).has(undefined), true)
  })
})

describe('a volume whose data is on no host', () => {
  const nfs = { driverOpts: { type: 'nfs', o: 'addr=10.0.0.1,rw', device: ':/x' } }
  for (const { spec, wants } of [
    { spec: nfs, wants: ['a', 'b'] },
    { spec: { driver: 'local', driverOpts: { type: 'cifs' } }, wants: ['a', 'b'] },
    { spec: { driver: 'rexray' }, wants: ['a', 'b'] },
    { spec: { ...nfs, scope: 'Pinned' as const }, wants: ['a', 'a'] },
    { spec: { driver: 'local', driverOpts: { type: 'none', o: 'bind', device: '/x' } }, wants: ['a', 'a'] },
  ])
    it(`has its tasks on ${wants.join(' and ')}: ${JSON.stringify(spec)}`, async () => {
      const world = await aWorldWith(spec)
      world.service('db', mounting('db:1', { replicas: 2 }))
      await world.settle()
      deepEqual([...nodesOf(world, 'db')].sort(), wants)
    })
})

describe('a Global service that comes to mount a volume', () => {
  it('lets go tasks of others that wait for its node, without a task of its own', async () => {
    const { world, node, other } = await left({})
    drain(world, node)
    world.service('db', mounting('db:1'))
    await world.settle()
    deepEqual(nodesOf(world, 'db'), [undefined])
    world.service('agent', mounting('db:2', { mode: 'Global', placement: { constraints: ['node.name==c'] } }))
    await world.settle()
    deepEqual(nodesOf(world, 'db'), [other])
  })
})
