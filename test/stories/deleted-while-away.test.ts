import { deepEqual, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld } from '../support/world.ts'

describe('a service that is deleted while its host is away', () => {
  it('says why it does not go, and has nothing made for it there, though all of it is missing when the host is back', async () => {
    const world = aWorld()
    for (const kind of ['Network', 'Volume'] as const)
      world.declare({ apiVersion: API_VERSION, kind, metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    world.service('web', {
      template: {
        image: 'nginx',
        networks: [{ network: 'data' }],
        mounts: [{ type: 'Volume', source: 'data', target: '/data' }],
      },
    })
    await world.settle()
    const { host } = world
    host.crash()
    host.byHand.remove('shop-web-1')
    host.byHand.removeNetwork('shop_data')
    host.byHand.removeVolume('shop_data')
    await world.pass(1_000)
    const { store } = world.life().ports
    store.delete('Service', 'shop/web')
    await world.pass(60_000)
    const ready = getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')
    match(ready?.message ?? '', /^a task is still there; web-1-\w+: a does not answer: /)
    world.newCalls()
    host.restart()
    await world.pass(60_000)
    deepEqual([world.newCalls(), store.list('Task').size], [[], 0])
    deepEqual([...host.state.volumes.keys()], [])
  })

  it('is not said to run while nobody knows, where its host hung before the stop was answered (S5)', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx' } })
    await world.settle()
    const { host } = world
    host.hang()
    world.life().ports.store.delete('Service', 'shop/web')
    await world.pass(60_000)
    const [task] = world.tasks()
    deepEqual([task?.status?.phase, task?.status?.reason], ['Unknown', 'HostUnreachable'])
    host.thaw()
    await world.settle()
    deepEqual([world.containers(), world.tasks()], [[], []])
  })
})
