import { deepEqual, equal, match } from 'node:assert/strict'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

/** A world in which `shop/web` runs, and is healthy. */
async function healthy(intervalSeconds = 5): Promise<TestWorld> {
  const world = aWorld()
  const healthcheck = { test: ['CMD', 'true'], intervalSeconds, retries: 2 }
  world.service('web', { template: { image: 'nginx', healthcheck } })
  equal(await world.settle(), 'quiet')
  equal(world.tasks()[0]?.status?.reason, 'Healthy')
  world.newCalls()
  return world
}

function reasonOf(world: TestWorld): string | undefined {
  return world.tasks()[0]?.status?.reason
}

describe('a container with a health check that somebody pauses', () => {
  it('is unpaused and not restarted, though its engine calls it unhealthy until its next check', async () => {
    const world = await healthy()
    world.host.byHand.pause('shop-web-1')
    await world.pass(1_000)
    equal(reasonOf(world), 'HealthStarting')
    equal(world.host.containers()[0]?.State.Health?.Status, 'unhealthy')
    await world.pass(10_000)
    equal(reasonOf(world), 'Healthy')
    deepEqual(world.newCalls(), ['POST /containers/shop-web-1/unpause'])
    equal(world.tasks()[0]?.status?.failures ?? 0, 0)
  })

  it('is not restarted where the same hand unpauses it', async () => {
    const world = await healthy()
    world.host.byHand.pause('shop-web-1')
    world.host.byHand.unpause('shop-web-1')
    await world.pass(20_000)
    equal(reasonOf(world), 'Healthy')
    deepEqual(
      world.newCalls().filter((call) => !call.endsWith('/unpause')), // which it is, as far as is told
      [],
    )
  })

  it('is no reason to plan a restart', async () => {
    const world = await healthy(60)
    world.host.byHand.pause('shop-web-1')
    world.host.byHand.unpause('shop-web-1')
    const { calls, unmet } = await planOf(world)
    deepEqual([calls, unmet], [[], []])
  })

  it('is restarted once as many checks as allowed failed since, which no event tells', async () => {
    const world = await healthy(60)
    world.host.byHand.pause('shop-web-1')
    await world.pass(1_000)
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    await world.pass(20_000)
    deepEqual(world.newCalls(), [
      'POST /containers/shop-web-1/unpause',
      'POST /containers/shop-web-1/stop',
      'POST /containers/shop-web-1/start',
    ])
    const events = world.life().recorder.events()
    match(events.find(({ reason }) => reason === 'Unhealthy')?.message ?? '', /its health check fails/)
  })

  it('is restarted as before where it was unhealthy before', async () => {
    const world = await healthy()
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    world.host.byHand.pause('shop-web-1')
    await world.pass(60_000)
    equal(world.newCalls().includes('POST /containers/shop-web-1/start'), true)
  })
})
