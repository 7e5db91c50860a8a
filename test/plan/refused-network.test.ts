import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const IPAM = { config: [{ subnet: '10.77.0.0/24' }] }

function declareNetwork(world: TestWorld, name: string): void {
  const metadata = { name, namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata, spec: { ipam: IPAM } })
}

function inNetwork(network: string) {
  return { template: { image: 'nginx', networks: [{ network }] } }
}

/** A world with one network and a service in it. */
async function withOne(): Promise<TestWorld> {
  const world = aWorld()
  declareNetwork(world, 'one')
  world.service('web', inNetwork('one'))
  await world.settle()
  return world
}

/** One in whose subnet another one has been for long. */
async function refusedForLong(): Promise<TestWorld> {
  const world = await withOne()
  declareNetwork(world, 'two')
  world.service('late', inNetwork('two'))
  await world.pass(100_000)
  return world
}

describe('a network whose subnet another one has', () => {
  it('is no more than waited for in a plan: no deadline that an apply does not wait for is foretold', async () => {
    const world = await withOne()
    await world.life().stop()
    declareNetwork(world, 'two')
    world.service('late', inNetwork('two'))
    const { failures, rollouts, unmet } = await planOf(world)
    match(failures[0]?.message ?? '', /refuse POST \/networks\/create: .*Pool overlaps/)
    const late = rollouts.find(({ service }) => service === 'shop/late')
    deepEqual(
      late?.phases.map(({ state }) => state),
      ['Progressing'],
    )
    deepEqual(
      unmet.map(({ object, reason }) => `${object} ${reason}`),
      ['Service/shop/late WaitingForNetwork', 'Network/shop/two RefusedByEngine'],
    )
    match(unmet[1]?.message ?? '', /address space; the network shop_one has 10\.77\.0\.0\/24: give one of them/)
  })

  it('is told with what makes room where the other one is to go, as after a rename in its file', async () => {
    const world = await withOne()
    declareNetwork(world, 'two')
    world.service('web', inNetwork('two'))
    world.life().ports.store.delete('Network', 'shop/one')
    await world.pass(5_000)
    const { conditions } = world.life().ports.store.get('Network', 'shop/two')?.status ?? {}
    match(
      getCondition(conditions, 'Ready')?.message ?? '',
      /; the network shop_one has 10\.77\.0\.0\/24, and goes once no task is in it: `reconcile stop shop` and then `reconcile start shop` make room/,
    )
  })

  it('is planned as a volume that the engine does not make is', async () => {
    const world = aWorld()
    await world.life().stop()
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { driverOpts: { bogus: '1' } } })
    world.service('db', { template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/d' }] } })
    const { rollouts, unmet } = await planOf(world)
    deepEqual(
      rollouts.flatMap(({ phases }) => phases.map(({ state }) => state)),
      ['Progressing'],
    )
    deepEqual(
      unmet.map(({ object, reason }) => `${object} ${reason}`),
      ['Service/shop/db WaitingForVolume', 'Volume/shop/data RefusedByEngine'],
    )
  })

  it('is no more asked for as others come', async () => {
    const world = await refusedForLong()
    world.newCalls()
    world.host.byHand.createNetwork({ Name: 'other' })
    await world.pass(1_000)
    deepEqual(world.newCalls(), [])
  })

  it('is made as soon as that has gone, however long it was asked for in vain', async () => {
    const world = await refusedForLong()
    deepEqual(world.containers(), ['shop-web-1 running'])
    const { store } = world.life().ports
    store.delete('Service', 'shop/web')
    store.delete('Network', 'shop/one')
    await world.settle(15_000)
    equal(store.get('Network', 'shop/one'), undefined)
    deepEqual(world.containers(), ['shop-late-1 running'])
  })

  it('is not the affair of a plan of another stack', async () => {
    const world = await refusedForLong()
    await world.life().stop()
    deepEqual(
      (await planOf(world, { concerns: (key) => key.startsWith('shop/') })).unmet.map(({ object }) => object),
      ['Service/shop/late', 'Network/shop/two'],
    )
    const { calls, unmet } = await planOf(world, { concerns: (key) => key.startsWith('blog/') })
    deepEqual([calls, unmet], [[], []])
  })
})
