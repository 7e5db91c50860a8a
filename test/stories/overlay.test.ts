import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import { getCondition } from '../../api/v1/conditions.ts'
import { aWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const template: V1TaskTemplate = { image: 'nginx', networks: [{ network: 'mesh' }] }

/** A world in which `shop/web` runs on an overlay network, on a manager of a swarm; `newCalls` starts after its deploy. */
async function onOverlay(options: TestWorldOptions = {}): Promise<TestWorld> {
  const world = aWorld({ info: { swarmManager: true }, ...options })
  const metadata = { name: 'mesh', namespace: 'shop' }
  const spec = { driver: 'overlay', attachable: true }
  world.declare({ apiVersion: 'reconcile.dev/v1', kind: 'Network', metadata, spec })
  world.service('web', { template })
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

describe('an overlay network on a manager of a swarm', () => {
  it('is made, and its container is left alone: the engine shows the address that it gave as one that was asked for', async () => {
    const world = await onOverlay()
    deepEqual(world.containers(), ['shop-web-1 running'])
    await world.pass(60_000)
    deepEqual(world.newCalls(), [])
  })

  it('is not made again when its last container leaves, though the engine tells of its end', async () => {
    const world = await onOverlay()
    world.host.byHand.remove('shop-web-1')
    await world.pass(60_000)
    deepEqual(world.newCalls(), ['POST /containers/create?name=shop-web-1', 'POST /containers/shop-web-1/start'])
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('is made again after somebody removed it', async () => {
    const world = await onOverlay()
    world.host.byHand.remove('shop-web-1')
    world.host.byHand.removeNetwork('shop_mesh')
    await world.pass(60_000)
    equal(world.newCalls().includes('POST /networks/create'), true)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('goes when no service uses it', async () => {
    const world = await onOverlay()
    world.service('web', { replicas: 0, template })
    await world.pass(60_000)
    match(world.newCalls().at(-1) ?? '', /^DELETE \/networks\/[0-9a-z]{25}$/)
    deepEqual([...world.host.state.networks.values()].map(({ name }) => name).sort(), ['bridge', 'host', 'none'])
  })
})

describe('a network setting that connecting again does not mend', () => {
  it('makes one new container, and is said after that', async () => {
    const world = aWorld({
      wrapEngine: (engine) => ({
        ...engine,
        async inspectContainer(...args) {
          const found = await engine.inspectContainer(...args)
          const networks = Object.entries(found.NetworkSettings.Networks)
          const changed = networks.map(([name, endpoint]) => [name, { ...endpoint, Aliases: ['other'] }])
          return { ...found, NetworkSettings: { ...found.NetworkSettings, Networks: Object.fromEntries(changed) } }
        },
      }),
    })
    world.service('web', { template: { image: 'nginx' } })
    await world.pass(120_000)
    const calls = world.newCalls()
    const times = (call: RegExp) => calls.filter((each) => call.test(each)).length
    deepEqual([times(/containers\/create/), times(/\/disconnect/)], [2, 2])
    const left = getCondition(world.tasks()[0]?.status?.conditions, 'DriftLeft')
    match(left?.message ?? '', /aliases on the network shop_default is other.*reconcile restart service\/web/)
  })
})
