import { deepEqual, equal } from 'node:assert/strict'
import { nodesOf } from '../support/two-nodes.ts'
import { aRunning, aWorld } from '../support/world.ts'

const template = { image: 'nginx', networks: [{ network: 'default' }] }

describe('the first look of a life', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8])
    it(`takes no host for one that nothing fits before its Node says that it is listed, seed ${seed}`, async () => {
      const world = await aRunning({ template }, { seed })
      await world.life().stop()
      world.host.byHand.kill('shop-web-1')
      world.service('web', { template: { ...template, env: [{ name: 'A', value: '1' }] } })
      await world.restart()
      equal(await world.settle(), 'quiet')
      deepEqual(
        world.newCalls().filter((call) => call.includes('/start')),
        ['POST /containers/shop-web-1/start'], // of the new container, and not of the one that it replaces
      )
    })

  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8])
    it(`places what has waited for a node once all hosts are listed, seed ${seed}`, async () => {
      const world = aWorld({ nodes: ['a', 'b', 'c'], seed })
      world.service('web', { replicas: 3, placement: { constraints: ['node.name == none'] } })
      equal(await world.settle(), 'quiet')
      await world.life().stop()
      world.service('web', { replicas: 3 })
      await world.restart()
      equal(await world.settle(), 'quiet')
      deepEqual(nodesOf(world), ['a', 'b', 'c'])
    })
})
