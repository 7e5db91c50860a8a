import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec, V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

/** Each live task: its service, its node and its phase. */
const tasksOf = (world: TestWorld) =>
  world
    .tasks()
    .map(({ spec, status }) => `${spec.service} on ${spec.node}: ${status?.phase}`)
    .sort()

describe('a task that shares what another one has', () => {
  const image = 'app:1'
  /** The two on one host, of which the first then goes on to the other. */
  const parted = async (template: Partial<V1TaskTemplate>, spec: Partial<V1ServiceSpec> = {}) => {
    const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
    world.service('vpn', { template: { image } })
    world.service('web', { ...spec, template: { image, ...template } })
    await world.settle()
    deepEqual(tasksOf(world), ['vpn on a: Running', 'web on a: Running'])
    const { store } = world.life().ports
    store.update('Node', 'a', ({ spec: node }) => void (node.unschedulable = true))
    askRestart(store, 'shop/vpn', world.world.clock.now())
    await world.pass(60_000)
    return world
  }

  it('follows it to another host, as its network is that of a container which is gone', async () => {
    const world = await parted({ networkMode: 'service:vpn' })
    deepEqual(tasksOf(world), ['vpn on b: Running', 'web on b: Running'])
  })

  it('runs on where it has its volumes, and follows when it is to be made anew (S10)', async () => {
    const world = await parted({ volumesFrom: ['vpn'] })
    deepEqual(tasksOf(world), ['vpn on b: Running', 'web on a: Running'])
    world.host.byHand.remove('shop-web-1')
    await world.pass(60_000)
    deepEqual(tasksOf(world), ['vpn on b: Running', 'web on b: Running'])
  })

  it('is let end where it is a job, which would run a second time', async () => {
    const world = await parted({ networkMode: 'service:vpn' }, { mode: 'ReplicatedJob' })
    deepEqual(tasksOf(world), ['vpn on b: Running', 'web on a: Running'])
  })

  it('says on which node of its Global service there is none', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
    world.service('vpn', { template: { image }, placement: { constraints: ['node.name==a'] } })
    world.service('web', { mode: 'Global', template: { image, volumesFrom: ['vpn'] } })
    await world.pass(30_000)
    deepEqual(
      world
        .tasks()
        .map(({ spec, status }) => `${spec.service} on ${spec.node}: ${status?.message}`)
        .sort(),
      [
        'vpn on a: it runs',
        'web on a: it runs',
        'web on b: it shares what vpn has, or is linked to it, which has no task on b yet',
      ],
    )
  })

  it('stays where no host has all that it shares with', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
    const on = (node: string) => ({ template: { image }, placement: { constraints: [`node.name==${node}`] } })
    for (const name of ['vpn', 'data']) world.service(name, on('a'))
    world.service('web', { template: { image, networkMode: 'service:vpn', volumesFrom: ['data'] } })
    await world.settle()
    deepEqual(tasksOf(world), ['data on a: Running', 'vpn on a: Running', 'web on a: Running'])
    const web = () => world.tasks().find(({ spec }) => spec.service === 'web')?.metadata.name
    const before = web()
    world.service('vpn', on('b'))
    askRestart(world.life().ports.store, 'shop/vpn', world.world.clock.now())
    await world.pass(60_000)
    deepEqual([web(), tasksOf(world)], [before, ['data on a: Running', 'vpn on b: Running', 'web on a: Running']])
  })

  it('stays where it is, where its own data is there alone', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    world.service('vpn', { template: { image } })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('web', { template: { image, mounts, networkMode: 'service:vpn' } })
    await world.settle()
    const { store } = world.life().ports
    store.update('Node', 'a', ({ spec }) => void (spec.unschedulable = true))
    askRestart(store, 'shop/vpn', world.world.clock.now())
    await world.pass(60_000)
    deepEqual(tasksOf(world), ['vpn on b: Running', 'web on a: Running'])
  })

  it('keeps the volumes that it has while those that it shares with leave one after the other', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
    const declare = (constraint: string) =>
      world.service('db', {
        ...{ replicas: 2, placement: { constraints: [constraint] }, template: { image } },
        updateStrategy: { delaySeconds: 10 },
      })
    declare('node.name==a')
    world.service('web', { template: { image, volumesFrom: ['db'] } })
    await world.settle()
    const web = () => world.tasks().find(({ spec }) => spec.service === 'web')?.status?.containerID
    const before = web()
    declare('node.name==b')
    await world.pass(60_000)
    deepEqual(tasksOf(world), ['db on b: Running', 'db on b: Running', 'web on a: Running'])
    equal(web(), before)
  })

  it('stays where one that it shares with has ended, as it could come back there', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
    world.service('vpn', { replicas: 2, template: { image, restartPolicy: { condition: 'OnFailure' } } })
    world.service('web', { replicas: 2, template: { image, volumesFrom: ['vpn'] } })
    await world.settle()
    world.host.byHand.exit('shop-vpn-1', 0)
    await world.settle()
    world.newCalls()
    await world.restart()
    await world.pass(60_000)
    deepEqual(world.newCalls(), [])
  })
})

describe('an update of what shares with a service whose own rollout takes longer than its deadline', () => {
  for (const failureAction of ['Pause', 'Rollback'] as const)
    it(`waits for it, and goes on: ${failureAction}`, async () => {
      const world = aWorld({ images: { 'app:1': RUNS, 'app:2': RUNS } })
      const declare = (image: string) => {
        world.service('vpn', { replicas: 3, template: { image }, updateStrategy: { delaySeconds: 400 } })
        world.service('web', {
          replicas: 3,
          template: { image, networkMode: 'service:vpn' },
          updateStrategy: { failureAction },
        })
      }
      declare('app:1')
      await world.settle()
      declare('app:2')
      await world.pass(3_600_000)
      deepEqual(
        ['vpn', 'web'].map((name) => world.serviceNamed(name)?.status?.rollout?.state),
        ['Completed', 'Completed'],
      )
      deepEqual(
        world.imagesRunning(),
        Array.from({ length: 6 }, () => 'app:2'),
      )
    })
})
