import { deepEqual } from 'node:assert/strict'
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
  const ways = { 'a network': { networkMode: 'service:vpn' }, volumes: { volumesFrom: ['vpn'] } }

  for (const [what, template] of Object.entries(ways))
    it(`follows it to another host, where that is ${what}`, async () => {
      const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
      world.service('vpn', { template: { image } })
      world.service('web', { template: { image, ...template } })
      await world.settle()
      deepEqual(tasksOf(world), ['vpn on a: Running', 'web on a: Running'])
      const { store } = world.life().ports
      store.update('Node', 'a', ({ spec }) => void (spec.drain = true))
      askRestart(store, 'shop/vpn', world.world.clock.now())
      await world.pass(60_000)
      deepEqual(tasksOf(world), ['vpn on b: Running', 'web on b: Running'])
    })

  it('stays where it is, where its own data is there alone', async () => {
    const world = aWorld({ nodes: ['a', 'b'], images: { [image]: RUNS } })
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    world.service('vpn', { template: { image } })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('web', { template: { image, mounts, networkMode: 'service:vpn' } })
    await world.settle()
    const { store } = world.life().ports
    store.update('Node', 'a', ({ spec }) => void (spec.drain = true))
    askRestart(store, 'shop/vpn', world.world.clock.now())
    await world.pass(60_000)
    deepEqual(tasksOf(world), ['vpn on b: Running', 'web on a: Running'])
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
