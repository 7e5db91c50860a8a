import { deepEqual } from 'node:assert/strict'
import { aWorld, RUNS } from '../support/world.ts'

describe('a network that is removed by hand', () => {
  for (const apiVersion of ['1.41', '1.51'])
    it(`under a stopped container costs that container, which could never start again (API ${apiVersion})`, async () => {
      const world = aWorld({ apiVersion, images: { nginx: RUNS } })
      world.service('web', {})
      await world.settle()
      world.newCalls()
      world.host.crash()
      world.host.state.networks.delete(
        [...world.host.state.networks.values()].find(({ name }) => name === 'shop_default')?.id ?? '',
      )
      world.host.restart()
      world.world.clock.after(400_000, () => {})
      await world.settle(400_000)
      deepEqual(world.containers(), ['shop-web-1 running'])
    })

  it('under a running container that was taken off it is given back to it', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    const stopped = world.restart()
    world.host.byHand.disconnect('shop_default', 'shop-web-1')
    world.host.byHand.removeNetwork('shop_default')
    await stopped
    await world.settle()
    const [container] = world.host.containers()
    deepEqual(Object.keys(container?.NetworkSettings.Networks ?? {}), ['shop_default'])
  })
})
