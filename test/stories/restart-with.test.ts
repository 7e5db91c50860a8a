import { deepEqual, equal } from 'node:assert/strict'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'db:1': RUNS, 'db:2': RUNS, nginx: RUNS }

/** The writing calls on `shop/web`'s container since the last look. */
function callsOnWeb(world: TestWorld): readonly string[] {
  return world.newCalls().filter((call) => call.includes('shop-web-1'))
}

describe('a task restarts with another', () => {
  it('when what it depends on was replaced, and it says restart', async () => {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db:1' } })
    world.service('web', { dependsOn: [{ service: 'db', restart: true }] })
    await world.settle()
    world.newCalls()
    world.service('db', { template: { image: 'db:2' } })
    equal(await world.settle(), 'quiet')
    deepEqual(callsOnWeb(world), ['POST /containers/shop-web-1/stop', 'POST /containers/shop-web-1/start'])
  })

  it('and not when it does not say so, or the other only crashed', async () => {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db:1' } })
    world.service('web', { dependsOn: [{ service: 'db', restart: true }] })
    world.service('other', { dependsOn: [{ service: 'db' }] })
    await world.settle()
    world.newCalls()
    world.host.byHand.kill('shop-db-1')
    await world.settle(30_000)
    deepEqual(world.newCalls(), ['POST /containers/shop-db-1/start'])
  })

  it('and not when the other is scaled, as nothing of it is replaced, and still when it is updated then', async () => {
    const world = aWorld({ images })
    const db = (replicas: number, image = 'db:1') => world.service('db', { replicas, template: { image } })
    db(1)
    world.service('web', { dependsOn: [{ service: 'db', restart: true }] })
    await world.settle()
    world.newCalls()
    for (const replicas of [3, 1, 5, 3]) {
      db(replicas)
      equal(await world.settle(), 'quiet')
    }
    deepEqual(callsOnWeb(world), [])
    db(3, 'db:2')
    equal(await world.settle(), 'quiet')
    deepEqual(callsOnWeb(world), ['POST /containers/shop-web-1/stop', 'POST /containers/shop-web-1/start'])
  })

  it('and not when the state was lost since the other crashed, nor when that is then made anew as it was', async () => {
    const first = aWorld({ images })
    const declare = (world: TestWorld) => {
      world.service('db', { template: { image: 'db:1' } })
      world.service('web', { dependsOn: [{ service: 'db', restart: true }] })
    }
    declare(first)
    await first.settle()
    first.host.byHand.kill('shop-db-1')
    await first.settle(30_000)
    await first.life().stop()
    const world = aWorld({ over: first.world, images })
    declare(world)
    await world.settle()
    deepEqual(world.newCalls(), [])
    world.host.byHand.remove('shop-db-1')
    await world.settle(30_000)
    deepEqual(callsOnWeb(world), [])
  })

  it('when the container whose network it shares started anew', async () => {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db:1' } })
    world.service('web', { template: { image: 'nginx', networkMode: 'service:db' } })
    await world.settle()
    world.newCalls()
    world.host.byHand.kill('shop-db-1')
    await world.settle(30_000)
    deepEqual(callsOnWeb(world), ['POST /containers/shop-web-1/stop', 'POST /containers/shop-web-1/start'])
    deepEqual(world.containers(), ['shop-db-1 running', 'shop-web-1 running'])
  })

  it('and is made anew, and says for whom, when the container whose network it shares was replaced', async () => {
    const world = aWorld({ images })
    world.service('db', { template: { image: 'db:1' } })
    world.service('web', { template: { image: 'nginx', networkMode: 'service:db' } })
    await world.settle()
    const before = world.calls.length
    world.service('db', { template: { image: 'db:2' } })
    equal(await world.settle(), 'quiet')
    const replaced = 'db, whose namespace it shares, was replaced'
    deepEqual(
      world.calls
        .slice(before)
        .flatMap(({ path, reason }) => (path.includes('shop-web-1') ? [`${path}: ${reason}`] : [])),
      [
        `/containers/shop-web-1/stop: ${replaced}`,
        `/containers/shop-web-1?force=1: ${replaced}`,
        `/containers/create?name=shop-web-1: ${replaced}`,
        `/containers/shop-web-1/start: ${replaced}`,
      ],
    )
  })

  it('and not when another replica of that one did, which it shares nothing with', async () => {
    const world = aWorld({ images })
    world.service('db', { replicas: 2, template: { image: 'db:1' } })
    world.service('web', { replicas: 2, template: { image: 'nginx', networkMode: 'service:db' } })
    await world.settle()
    world.newCalls()
    world.host.byHand.kill('shop-db-2')
    await world.settle(30_000)
    deepEqual(callsOnWeb(world), [])
    deepEqual(
      world.containers().map((container) => container.split(' ')[1]),
      ['running', 'running', 'running', 'running'],
    )
  })
})
