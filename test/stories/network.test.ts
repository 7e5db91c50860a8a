import { deepEqual, equal, match } from 'node:assert/strict'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

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

describe('a network that a foreign container is in', () => {
  for (const apiVersion of ['1.41', '1.51'])
    it(`waits with its deletion and says for what, until that has left (API ${apiVersion})`, async () => {
      const world = await aGuest(apiVersion)
      const { store } = world.life().ports
      store.delete('Service', 'shop/web')
      store.delete('Network', 'shop/default')
      equal(await world.settle(), 'quiet')
      world.newCalls()
      world.world.clock.after(60_000, () => {})
      await world.settle(60_000)
      deepEqual(world.newCalls(), []) // it only looks again (S8)
      const held = store.get('Network', 'shop/default')?.status?.conditions?.[0]
      deepEqual([held?.type, held?.status, held?.reason], ['Ready', 'False', 'ForeignUsers'])
      match(held?.message ?? '', /are in it: guest; .*docker network disconnect -f shop_default guest/)
      deepEqual(store.get('Network', 'shop/default')?.status?.nodes?.[0]?.state, 'Held')
      world.host.byHand.remove('guest')
      world.world.clock.after(20_000, () => {})
      await world.settle(20_000)
      equal(store.get('Network', 'shop/default'), undefined)
      deepEqual(networkNames(world), [])
    })

  it('stays as it is while no task uses it, and is no obstacle', async () => {
    const world = await aGuest('1.51')
    world.service('web', { replicas: 0 })
    equal(await world.settle(), 'quiet')
    const { status } = world.life().ports.store.get('Network', 'shop/default') ?? {}
    deepEqual([status?.conditions?.[0]?.status, status?.nodes?.[0]?.state], ['True', 'Present'])
    deepEqual(networkNames(world), ['shop_default'])
  })
})

async function aGuest(apiVersion: string): Promise<TestWorld> {
  const world = aWorld({ apiVersion, images: { nginx: RUNS } })
  world.service('web', {})
  await world.settle()
  world.host.byHand.run('guest', { Image: 'nginx', HostConfig: { NetworkMode: 'shop_default' } })
  await world.settle()
  return world
}

function networkNames({ host }: TestWorld): string[] {
  return [...host.state.networks.values()].map(({ name }) => name).filter((name) => name.startsWith('shop'))
}
