import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRenewal } from '../../controllers/service/restart.ts'
import { leftTo } from '../../controllers/task/act/left-volumes.ts'
import { anonymousVolumes } from '../../engine/container/anonymous-volumes.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const MINUTES = 60_000
const withVolume = (path: string) => ({ config: { Cmd: ['serve'], Volumes: { [path]: {} } } })
const images = {
  'db:1': withVolume('/data'),
  'db:bad': { ...withVolume('/data'), behaviour: { exitsAfterMs: 100, exitCode: 1 } },
  'db:worse': { ...withVolume('/data'), behaviour: { exitsAfterMs: 100, exitCode: 1 } },
  'web:1': withVolume('/own'),
  'web:2': withVolume('/own'),
}

/** The volumes of the container of this name, by path. */
const volumesOf = ({ host }: TestWorld, name: string) => {
  const found = host.containers().find(({ Name }) => Name === `/${name}`)
  return found && anonymousVolumes(found)
}
/** The name of each container and its volumes, by host. */
const onNodes = ({ world }: TestWorld) =>
  [...world.hosts.values()].map((host) => host.containers().map((each) => [each.Name, anonymousVolumes(each)]))
const storeOf = (world: TestWorld) => world.life().ports.store
const now = (world: TestWorld) => world.world.clock.now()

describe('what is left in anonymous volumes', () => {
  it('is that of an image, too, where a service has the volumes of another one beside it', async () => {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db:1' } })
    world.service('web', { template: { image: 'web:1', volumesFrom: ['db'] } })
    await world.settle()
    const before = volumesOf(world, 'shop-web-1')
    world.service('web', { template: { image: 'web:2', volumesFrom: ['db'] } })
    await world.settle()
    deepEqual(volumesOf(world, 'shop-web-1'), before)
    deepEqual(Object.keys(before ?? {}).sort(), ['/data', '/own'])
  })

  for (const goes of [false, true])
    it(`is that of a container that has run${goes ? ', and is gone' : ''}, before a newer one that nobody started`, async () => {
      const world = aWorld({ images })
      world.service('db', { template: { image: 'db:1' } })
      await world.settle()
      const { ports } = world.life()
      const [task] = world.tasks()
      const [ran] = ports.inventory.host('a')?.containers.values() ?? []
      if (!task || !ran) throw new Error('it runs')
      const Mounts = (ran.Mounts ?? []).map((mount) => ({ ...mount, Name: '2'.repeat(64) }))
      const State = { ...ran.State, Status: 'created' as const, StartedAt: '0001-01-01T00:00:00Z' }
      const newer = { Id: 'f'.repeat(64), Name: '/shop-db-1.new', Created: '2031-01-01T00:00:00Z' }
      ports.inventory.putContainer('a', { ...ran, ...newer, State, Mounts })
      if (goes) ports.inventory.dropContainer('a', ran.Id)
      deepEqual(leftTo(task, 'a', ports), anonymousVolumes(ran))
    })

  it('is each slot’s own after a stop and a start, though it would have another node by its number', async () => {
    const world = aWorld({ images, nodes: ['a', 'b'] })
    await world.settle()
    const store = storeOf(world)
    store.update('Node', 'a', ({ spec }) => void (spec.drain = true))
    world.service('db', { replicas: 1, template: { image: 'db:1' } })
    await world.settle()
    store.update('Node', 'a', ({ spec }) => void (spec.drain = false))
    world.service('db', { replicas: 2, template: { image: 'db:1' } })
    await world.settle()
    const before = onNodes(world)
    deepEqual(
      before.map(([first]) => first?.[0]),
      ['/shop-db-2', '/shop-db-1'],
    )
    stopService(store, 'shop/db', { now: now(world) })
    await world.settle()
    startService(store, 'shop/db')
    await world.settle()
    deepEqual(onNodes(world), before)
  })

  it('is its node’s, of a Global service, whatever number its slot there has after a stop and a start', async () => {
    const world = aWorld({ images, nodes: ['a', 'b'] })
    await world.settle()
    const store = storeOf(world)
    store.update('Node', 'a', ({ spec }) => void (spec.drain = true))
    world.service('db', { mode: 'Global', template: { image: 'db:1' } })
    await world.settle()
    store.update('Node', 'a', ({ spec }) => void (spec.drain = false))
    await world.settle()
    const before = onNodes(world)
    deepEqual(
      before.map(([first]) => first?.[0]),
      ['/shop-db-2', '/shop-db-1'],
    )
    stopService(store, 'shop/db', { now: now(world) })
    await world.settle()
    startService(store, 'shop/db')
    await world.settle()
    const after = onNodes(world)
    deepEqual(
      after.map(([first]) => first?.[0]),
      ['/shop-db-1', '/shop-db-2'],
    )
    deepEqual(
      after.map(([first]) => first?.[1]),
      before.map(([first]) => first?.[1]),
    )
  })

  it('is that of the one which went on, of a service that is Global by now, whichever was made last', async () => {
    const world = aWorld({ images })
    await world.settle()
    world.service('db', { replicas: 2, template: { image: 'db:1' } })
    await world.pass(MINUTES)
    world.host.byHand.remove('shop-db-1')
    await world.pass(MINUTES)
    world.service('db', { mode: 'Global', template: { image: 'db:1' } })
    await world.settle()
    const [before] = onNodes(world)
    stopService(storeOf(world), 'shop/db', { now: now(world) })
    await world.settle()
    startService(storeOf(world), 'shop/db')
    await world.settle()
    deepEqual(
      onNodes(world)[0]?.map(([, volumes]) => volumes),
      before?.map(([, volumes]) => volumes),
    )
    equal(before?.length, 1)
  })

  it('is that of before the first renewal, where that goes on, is asked for again, and is rolled back', async () => {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db:1' } })
    await world.settle()
    const before = volumesOf(world, 'shop-db-1')
    for (const [image, failureAction] of [['db:bad', 'Pause'] as const, ['db:worse', 'Rollback'] as const]) {
      world.service('db', { template: { image }, updateStrategy: { failureAction } })
      askRenewal(storeOf(world), 'shop/db', now(world))
      await world.pass(5 * MINUTES)
    }
    equal(world.serviceNamed('db')?.status?.rollout?.state, 'RolledBack')
    deepEqual(volumesOf(world, 'shop-db-1'), before)
  })

  it('is that of the container that was made last, whichever was started last', async () => {
    const world = aWorld({ images })
    const updateStrategy = { order: 'StartFirst', monitorSeconds: 60 } as const
    world.service('db', { template: { image: 'db:1' }, updateStrategy })
    await world.pass(5 * MINUTES)
    const before = volumesOf(world, 'shop-db-1')
    askRenewal(storeOf(world), 'shop/db', now(world))
    await world.pass(20_000)
    world.host.byHand.exit('shop-db-1', 1)
    await world.pass(5 * MINUTES)
    const renewed = volumesOf(world, 'shop-db-1')
    notEqual(renewed?.['/data'], before?.['/data'])
    stopService(storeOf(world), 'shop/db', { now: now(world) })
    await world.pass(MINUTES)
    startService(storeOf(world), 'shop/db')
    await world.pass(MINUTES)
    deepEqual(volumesOf(world, 'shop-db-1'), renewed)
  })

  it('on a node that can’t be reached keeps its service from going with its data, and says so', async () => {
    const world = aWorld({ images, nodes: ['a', 'b'] })
    world.service('db', { template: { image: 'db:1' }, placement: { constraints: ['node.hostname == b'] } })
    await world.settle()
    stopService(storeOf(world), 'shop/db', { now: now(world) })
    await world.settle()
    const hosts = world.world.hosts as Map<string, unknown>
    hosts.delete('b')
    await world.restart()
    const store = storeOf(world)
    store.update('Service', 'shop/db', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Service', 'shop/db')
    await world.pass(MINUTES)
    match(getCondition(store.get('Service', 'shop/db')?.status?.conditions, 'Ready')?.message ?? '', /\bb\b/)
    equal(store.facts('carried').size, 1)
  })

  it('is nothing of a container that is taken back, as another volume of it was lost while it was made', async () => {
    let lose = true
    const world: TestWorld = aWorld({
      images,
      wrapEngine: (engine) => ({
        ...engine,
        async createContainer(...args) {
          if (lose) world.host.byHand.removeVolume('shop_data')
          lose = false
          return await engine.createContainer(...args)
        },
      }),
    })
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/named' }]
    world.service('db', { template: { image: 'db:1', mounts } })
    await world.settle()
    deepEqual([world.containers(), [...world.host.state.volumes.keys()]], [[], ['shop_data']])
  })
})
