import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const networks = [{ network: 'default', priority: 1 }, { network: 'back' }]

async function running(apiVersion: string, spec: { readonly external?: boolean }): Promise<TestWorld> {
  const world = aWorld({ apiVersion, images: { nginx: RUNS } })
  if (spec.external) for (const Name of ['shop_default', 'shop_back']) world.host.byHand.createNetwork({ Name })
  for (const name of ['default', 'back'])
    world.declare({
      ...{ apiVersion: API_VERSION, kind: 'Network', metadata: { name, namespace: 'shop' } },
      spec: spec.external ? { external: true, hostName: `shop_${name}` } : {},
    })
  world.service('web', { template: { image: 'nginx', networks } })
  await world.settle()
  world.newCalls()
  return world
}

/** Somebody takes the container off a network, and makes that anew, in the time between two commands. */
async function madeAgain(world: TestWorld, network: string): Promise<void> {
  await world.restart(() => {
    const { byHand } = world.host
    byHand.disconnect(network, 'shop-web-1')
    byHand.removeNetwork(network)
    byHand.createNetwork({ Name: network })
  })
  await world.settle()
}

function networksOf(world: TestWorld): readonly string[] {
  const ids = new Set([...world.host.state.networks.keys()])
  return world.host
    .containers()
    .flatMap(({ NetworkSettings }) => Object.entries(NetworkSettings.Networks))
    .filter(([, { NetworkID: id }]) => id && ids.has(id))
    .map(([name]) => name)
    .sort()
}

describe('an external network that somebody made anew under a running container', () => {
  for (const apiVersion of ['1.41', '1.51']) {
    it(`has it in a new container, as often as it is done: the first network, API ${apiVersion}`, async () => {
      const world = await running(apiVersion, { external: true })
      for (let times = 1; times <= 3; times++) {
        await madeAgain(world, 'shop_default')
        deepEqual([world.containers(), networksOf(world)], [['shop-web-1 running'], ['shop_back', 'shop_default']])
        equal(world.newCalls().filter((call) => call.includes('/containers/create')).length, 1, `${times} times`)
        deepEqual(world.tasks()[0]?.status?.conditions?.filter(({ type }) => type !== 'Ready') ?? [], [])
      }
    })

    it(`has it connected again: the second network, API ${apiVersion}`, async () => {
      const world = await running(apiVersion, { external: true })
      await madeAgain(world, 'shop_back')
      deepEqual(networksOf(world), ['shop_back', 'shop_default'])
      deepEqual(
        world.newCalls().map((call) => call.replace(/[0-9a-f]{64}/, 'ID')),
        ['POST /networks/ID/connect'],
      )
    })
  }
})

describe('a network of ours that somebody removed under a running container', () => {
  for (const apiVersion of ['1.41', '1.51'])
    it(`is made anew, with a new container on it: API ${apiVersion}`, async () => {
      const world = await running(apiVersion, {})
      await world.restart(() => {
        world.host.byHand.disconnect('shop_default', 'shop-web-1')
        world.host.byHand.removeNetwork('shop_default')
      })
      await world.settle()
      deepEqual([world.containers(), networksOf(world)], [['shop-web-1 running'], ['shop_back', 'shop_default']])
    })
})
