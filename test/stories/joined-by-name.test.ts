import { deepEqual, equal, match } from 'node:assert/strict'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const created = 'POST /containers/create?name=shop-web-1'
const started = 'POST /containers/shop-web-1/start'

/** A container of others, `vpn`, and `shop/web` in its network. */
async function joined(field: 'networkMode' | 'pidMode' = 'networkMode'): Promise<TestWorld> {
  const world = aWorld({ images: { app: RUNS } })
  world.host.byHand.run('vpn', { Image: 'app' })
  world.service('web', { template: { image: 'app', [field]: 'container:vpn' } })
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** Whose namespace `shop/web` is in, by name; undefined where nobody has it. */
function sharedBy({ host }: TestWorld): string | undefined {
  const all = host.containers()
  const { NetworkMode, PidMode } = all.find(({ Name }) => Name === '/shop-web-1')?.HostConfig ?? {}
  return all.find(({ Id }) => [NetworkMode, PidMode].includes(`container:${Id}`))?.Name
}

const made = (world: TestWorld) => world.newCalls().filter((call) => call === created).length

describe('a task that shares the namespace of a container by its name', () => {
  it('is in that of the one that replaced it', async () => {
    const world = await joined()
    world.host.byHand.remove('vpn')
    world.host.byHand.run('vpn', { Image: 'app' })
    await world.pass(30_000)
    equal(sharedBy(world), '/vpn')
    equal(made(world), 1)
    deepEqual(world.containers(), ['shop-web-1 running', 'vpn running'])
  })

  it('starts again where its own process ended with the one that was replaced', async () => {
    const world = await joined('pidMode')
    world.host.byHand.remove('vpn')
    world.host.byHand.run('vpn', { Image: 'app' })
    world.host.byHand.kill('shop-web-1')
    await world.pass(60_000)
    equal(sharedBy(world), '/vpn')
    equal(made(world), 1)
    deepEqual(world.containers(), ['shop-web-1 running', 'vpn running'])
    const last = world.calls.findLast(({ path }) => path === '/containers/create?name=shop-web-1')
    match(last?.reason ?? '', /^vpn, whose namespace it shares, was replaced|to make it anew$/)
  })

  it('keeps what it has until there is another one, that runs', async () => {
    const world = await joined()
    world.host.byHand.remove('vpn')
    await world.pass(60_000)
    deepEqual(world.newCalls(), [])
    world.host.byHand.create('vpn', { Image: 'app' })
    await world.pass(60_000)
    deepEqual(world.newCalls(), [])
    world.host.byHand.start('vpn')
    await world.pass(30_000)
    equal(sharedBy(world), '/vpn')
    equal(made(world), 1)
  })

  it('starts again with it, as its network would be an empty one', async () => {
    const world = await joined()
    world.host.byHand.restart('vpn')
    equal(await world.settle(), 'quiet')
    deepEqual(
      world.newCalls().filter((call) => call === started),
      [started],
    )
    equal(made(world), 0)
  })

  it('follows it after a restart of the controllers, during which it was replaced', async () => {
    const world = await joined()
    await world.restart(() => {
      world.host.byHand.remove('vpn')
      world.host.byHand.run('vpn', { Image: 'app' })
    })
    await world.pass(30_000)
    equal(sharedBy(world), '/vpn')
    equal(made(world), 1)
  })

  it('stays as it is while nothing happens to it, and after a restart of the controllers', async () => {
    const world = await joined()
    await world.restart()
    await world.pass(60_000)
    deepEqual(world.newCalls(), [])
  })

  it('starts again with one of ours that was started again by hand', async () => {
    const world = aWorld({ images: { app: RUNS } })
    world.service('vpn', { containerName: 'vpn', template: { image: 'app' } })
    world.service('web', { template: { image: 'app', networkMode: 'container:vpn' } })
    await world.pass(30_000)
    world.newCalls()
    world.host.byHand.restart('vpn')
    await world.pass(30_000)
    deepEqual(
      world.newCalls().filter((call) => call === started),
      [started],
    )
  })
})
