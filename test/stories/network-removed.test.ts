import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { Engine } from '../../engine/engine.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const networks = [{ network: 'default' }, { network: 'back' }]

/** A world in which somebody takes a network from under everybody right before the next call of this verb. */
async function taken(verb: 'createContainer' | 'startContainer', apiVersion: string) {
  let isDue = false
  const take = () => {
    if (!isDue) return
    isDue = false
    const { byHand } = world.host
    for (const { Name, NetworkSettings } of world.host.containers())
      if (NetworkSettings.Networks['shop_default']?.NetworkID) byHand.disconnect('shop_default', Name.slice(1))
    byHand.removeNetwork('shop_default')
  }
  const wrapEngine = (engine: Engine): Engine => ({
    ...engine,
    createContainer(...args) {
      if (verb === 'createContainer') take()
      return engine.createContainer(...args)
    },
    startContainer(...args) {
      if (verb === 'startContainer') take()
      return engine.startContainer(...args)
    },
  })
  const world: TestWorld = aWorld({ apiVersion, wrapEngine, images: { nginx: RUNS, 'nginx:2': RUNS } })
  world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata: { name: 'back', namespace: 'shop' }, spec: {} })
  world.service('web', { template: { image: 'nginx', networks } })
  await world.settle()
  isDue = true
  return world
}

describe('an update during which somebody removes the second of its networks', () => {
  for (const verb of ['createContainer', 'startContainer'] as const)
    for (const apiVersion of ['1.41', '1.51'])
      for (const order of ['StartFirst', 'StopFirst'] as const)
        it(`goes on, as that is made anew: right before a ${verb}, ${order}, API ${apiVersion}`, async () => {
          const world = await taken(verb, apiVersion)
          world.service('web', { template: { image: 'nginx:2', networks }, updateStrategy: { order } })
          await world.settle()
          deepEqual(
            [world.serviceNamed('web')?.status?.rollout?.state, world.containers(), world.imagesRunning()],
            ['Completed', ['shop-web-1 running'], ['nginx:2']],
          )
        })
})

describe('a network that nothing uses any more', () => {
  it('stays where a task is to use it again while its removal is under way', async () => {
    let isLooking = () => {}
    const world: TestWorld = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async (call, next) => {
          const answer = await next()
          if (call.verb === 'listContainers' && call.run.object === 'Network/shop/default') isLooking()
          return answer
        }),
    })
    world.service('web', {})
    await world.settle()
    world.newCalls()
    isLooking = () => {
      isLooking = () => {}
      world.service('web', { replicas: 1 })
    }
    world.service('web', { replicas: 0 })
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-web-1 running'])
    deepEqual(
      world.newCalls().filter((call) => call.includes('/networks/')),
      [],
    )
    world.service('web', { replicas: 0 })
    await world.settle()
    deepEqual(
      [...world.host.state.networks.values()].filter(({ name }) => name === 'shop_default'),
      [],
    )
  })

  it('says how one-off containers of its own stack and of another one leave it', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    for (const [name, stack] of [
      ['shop-web-run-1', 'shop'],
      ['news-web-run-1', 'news'],
    ] as const)
      world.host.byHand.run(name, {
        Image: 'nginx',
        Labels: {
          'reconcile.dev/installation': 'default',
          'reconcile.dev/stack': stack,
          'reconcile.dev/kind': 'OneOff',
        },
        HostConfig: { NetworkMode: 'shop_default' },
      })
    await world.settle()
    const { store } = world.life().ports
    store.delete('Service', 'shop/web')
    store.delete('Network', 'shop/default')
    await world.settle()
    const ready = getCondition(store.get('Network', 'shop/default')?.status?.conditions, 'Ready')
    match(
      ready?.message ?? '',
      /in it; to remove one-off containers: `reconcile rm news-web-run-1 -n news`, `reconcile rm shop-web-run-1 -n shop`$/,
    )
  })
})
