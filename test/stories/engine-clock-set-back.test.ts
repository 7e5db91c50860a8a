import { deepEqual, equal } from 'node:assert/strict'
import { aWorld, type TestWorld } from '../support/world.ts'

/** A world whose engine came up an hour ahead, as by a hardware clock that is off, and was set right since. */
function aWorldSetRight(): TestWorld {
  const world = aWorld()
  const bridge = [...world.host.state.networks.values()].find(({ name }) => name === 'bridge')
  if (bridge) bridge.created = world.world.clock.now() + 3_600_000
  return world
}

describe('an engine whose clock was set back since it came up', () => {
  it('has ended nothing that ends from then on: what was done stays so', async () => {
    const world = aWorldSetRight()
    world.service('web', { template: { image: 'nginx', restartPolicy: { condition: 'OnFailure' } } })
    await world.settle()
    world.host.byHand.exit('shop-web-1', 0)
    await world.settle(60_000)
    deepEqual(world.containers(), ['shop-web-1 exited'])
    equal(world.tasks()[0]?.status?.phase, 'Completed')
  })

  it('has ended nothing that fails from then on: its failures count', async () => {
    const world = aWorldSetRight()
    const restartPolicy = { condition: 'OnFailure', maxAttempts: 2 } as const
    world.service('web', { template: { image: 'nginx', restartPolicy } })
    for (const _ of [1, 2, 3]) {
      await world.settle()
      if (world.containers()[0] === 'shop-web-1 running') world.host.byHand.exit('shop-web-1', 1)
    }
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 exited'])
    equal(world.tasks()[0]?.status?.reason, 'GaveUp')
  })
})
