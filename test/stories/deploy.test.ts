import { deepEqual, equal } from 'node:assert/strict'
import { aWorld } from '../support/world.ts'

describe('a deployment', () => {
  it('makes the network once, and creates and starts each container once', async () => {
    const world = aWorld()
    world.service('web', { replicas: 3 })
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running', 'shop-web-3 running'])
    deepEqual([...world.newCalls()].sort(), [
      'POST /containers/create?name=shop-web-1',
      'POST /containers/create?name=shop-web-2',
      'POST /containers/create?name=shop-web-3',
      'POST /containers/shop-web-1/start',
      'POST /containers/shop-web-2/start',
      'POST /containers/shop-web-3/start',
      'POST /networks/create',
    ])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })
})
