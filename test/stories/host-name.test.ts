import { deepEqual, equal, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

type Named = { readonly hostName?: string; readonly external?: boolean }

/** A service that runs with the volume `data` and in the network `back`. */
async function running(): Promise<TestWorld> {
  const world = aWorld({ images: { nginx: RUNS } })
  volume(world, {})
  network(world, {})
  const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
  world.service('web', { template: { image: 'nginx', mounts, networks: [{ network: 'back' }] } })
  equal(await world.settle(), 'quiet')
  return world
}

function volume(world: TestWorld, spec: Named): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec })
}

function network(world: TestWorld, spec: Named): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'back', namespace: 'shop' }, spec })
}

function web(world: TestWorld) {
  return world.host.containers().find(({ Name }) => Name === '/shop-web-1')
}

describe('a volume or network that gets another name on its hosts', () => {
  it('takes what runs along, while serve goes on', async () => {
    const world = await running()
    world.host.byHand.createVolume({ Name: 'other' })
    volume(world, { hostName: 'other', external: true })
    equal(await world.settle(), 'quiet')
    deepEqual(
      web(world)?.Mounts?.map(({ Name }) => Name),
      ['other'],
    )
    network(world, { hostName: 'elsewhere' })
    equal(await world.settle(), 'quiet')
    deepEqual(Object.keys(web(world)?.NetworkSettings.Networks ?? {}), ['elsewhere'])
  })

  it('stops nothing for an empty volume that nobody has approved', async () => {
    const world = await running()
    world.newCalls()
    volume(world, { hostName: 'other' })
    equal(await world.settle(), 'quiet')
    deepEqual(world.newCalls(), [])
    match(
      world.tasks()[0]?.status?.message ?? '',
      /^a has no volume other: it was called shop_data before, .*or approve/,
    )
    world.life().ports.store.putFact('approval', 'Volume/shop/data', ['a'])
    equal(await world.settle(), 'quiet')
    deepEqual(
      web(world)?.Mounts?.map(({ Name }) => Name),
      ['other'],
    )
  })

  it('stops nothing for a volume that is not there', async () => {
    const world = await running()
    world.newCalls()
    volume(world, { hostName: 'mistyped', external: true })
    equal(await world.settle(), 'quiet')
    deepEqual(world.newCalls(), [])
    deepEqual(world.containers(), ['shop-web-1 running'])
    equal(world.tasks()[0]?.status?.reason, 'WaitingForVolume')
    volume(world, {})
    equal(await world.settle(), 'quiet')
    equal(world.tasks()[0]?.status?.reason, 'Running')
  })
})
