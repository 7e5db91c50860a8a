import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { aRunning, aWorld, type TestWorld } from '../support/world.ts'

const IMAGE = { image: 'nginx' }
const FIXED = { ...IMAGE, networks: [{ network: 'default', ipv4Address: '10.9.0.5' }] }

function declareSubnet(world: TestWorld): void {
  world.declare({
    ...{ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'default', namespace: 'shop' } },
    spec: { ipam: { config: [{ subnet: '10.9.0.0/24' }] } },
  })
}

function declareDriver(world: TestWorld, spec: { driver?: string }): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'default', namespace: 'shop' }, spec })
}

describe('a network whose driver is taken out of its file', () => {
  const standing = (world: TestWorld) => {
    const { conditions = [], driver } = world.life().ports.store.get('Network', 'shop/default')?.status ?? {}
    const ready = conditions.find(({ type }) => type === 'Ready')
    return [driver, ready?.reason]
  }

  it('is a bridge, where its engine refused the driver and there is none yet', async () => {
    const world = aWorld()
    declareDriver(world, { driver: 'overlay' })
    world.service('web', {})
    await world.settle(60_000)
    deepEqual(standing(world), ['overlay', 'RefusedByEngine'])
    match(world.tasks()[0]?.status?.message ?? '', /take `driver: overlay` .*out/)
    declareDriver(world, {})
    equal(await world.settle(), 'quiet')
    deepEqual(standing(world), ['bridge', 'Present'])
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('stays what it is while it is in use, says so, and is a bridge once it is made anew', async () => {
    const world = aWorld()
    declareDriver(world, { driver: 'macvlan' })
    world.service('web', {})
    await world.settle()
    declareDriver(world, {})
    await world.settle()
    deepEqual(standing(world), ['macvlan', 'SpecDiffers'])
    world.service('web', { replicas: 0 })
    await world.settle()
    world.service('web', { replicas: 1 })
    equal(await world.settle(), 'quiet')
    deepEqual(standing(world), ['bridge', 'Present'])
  })
})

describe('a network that is declared with another subnet than it has', () => {
  for (const apiVersion of ['1.41', '1.51'])
    it(`keeps what runs from being replaced by what is to have an address of it (API ${apiVersion})`, async () => {
      const world = await aRunning({ replicas: 2 }, { apiVersion })
      declareSubnet(world)
      world.service('web', { template: FIXED, replicas: 2 })
      await world.settle(60_000)
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      deepEqual(world.newCalls(), [])
      const waits = world.tasks().find(({ status }) => status?.phase === 'Preparing')?.status
      equal(waits?.reason, 'WaitingForNetwork')
      match(
        waits?.message ?? '',
        /^the network default on a has no address 10\.9\.0\.5: it has the subnet .*, declared 10\.9\.0\.0\/24; .*`reconcile stop shop` and `reconcile start shop` make it anew/,
      )
      world.service('web', { template: FIXED, replicas: 0 })
      await world.settle()
      world.service('web', { template: FIXED, replicas: 1 })
      equal(await world.settle(), 'quiet')
      const [container] = world.host.containers()
      equal(container?.NetworkSettings.Networks['shop_default']?.IPAddress, '10.9.0.5')
    })

  it('is made anew by a stop and a start, of services that have no number of replicas too', async () => {
    const world = await aRunning({ mode: 'Global' })
    declareSubnet(world)
    await world.settle()
    deepEqual(world.newCalls(), [])
    const { store, clock } = world.life().ports
    stopService(store, 'shop/web', { now: clock.now() })
    await world.settle()
    startService(store, 'shop/web')
    await world.settle()
    const [network] = [...world.life().ports.inventory.networksNamed('a', 'shop_default')]
    equal(network?.IPAM?.Config?.[0]?.Subnet, '10.9.0.0/24')
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('keeps nothing from being replaced by what takes the address that it gets', async () => {
    const world = await aRunning({})
    declareSubnet(world)
    world.service('web', { template: { image: 'nginx:2' } })
    await world.settle()
    deepEqual(world.imagesRunning(), ['nginx:2'])
  })

  for (const apiVersion of ['1.41', '1.51'])
    it(`is made anew at a scale to none and back, however soon, which costs no update its success (API ${apiVersion})`, async () => {
      for (let ms = 60; ms < 160; ms += 5) {
        const world = await aRunning({ replicas: 2 }, { apiVersion, seed: ms })
        declareSubnet(world)
        world.service('web', { template: IMAGE, replicas: 0 })
        await world.pass(ms)
        world.service('web', { template: { image: 'nginx:2' }, replicas: 2 })
        await world.settle()
        deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'], `after ${ms} ms`)
        equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed', `after ${ms} ms`)
        deepEqual(
          world.tasks().map(({ status }) => status?.failures ?? 0),
          [0, 0],
        )
      }
    })

  it('is none of another between the end of a task and the start of its successor', async () => {
    for (let ms = 0; ms < 300; ms += 20) {
      const world = await aRunning({}, { seed: ms })
      const [before] = world.host.containers()
      declareSubnet(world)
      world.world.clock.after(ms, () => {
        if (world.host.containers().some(({ Name }) => Name === '/shop-web-1')) world.host.byHand.remove('shop-web-1')
      })
      world.service('web', { template: { image: 'nginx:2' } })
      await world.settle()
      const network = (of: typeof before) => of?.NetworkSettings.Networks['shop_default']?.NetworkID
      equal(network(world.host.containers()[0]), network(before), `after ${ms} ms`)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed', `after ${ms} ms`)
    }
  })
})
