import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { labels } from '../../api/v1/labels.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 3, output: ['no such table'] } },
}
const failureAction = 'Rollback' as const
const updateStrategy = { failureAction, parallelism: 2, monitorSeconds: 2 }

function rolloutOf(world: TestWorld) {
  return world.serviceNamed('web')?.status?.rollout
}

/** Lets time run in small steps until it is so. */
async function until(world: TestWorld, what: string, isSo: () => boolean): Promise<void> {
  for (let step = 0; step < 2_000 && !isSo(); step++) await world.settle(20)
  equal(isSo(), true, `${what}: ${JSON.stringify(rolloutOf(world))}`)
}

/** A service of three whose update to `app:bad` has failed, and is rolled back. */
async function rollingBack(more: Partial<V1ServiceSpec> = {}): Promise<TestWorld> {
  const world = aWorld({ images })
  const spec = (image: string) => ({ replicas: 3, template: { image }, updateStrategy, ...more })
  world.service('web', spec('app:1'))
  await world.settle()
  world.service('web', spec('app:bad'))
  await until(world, 'rolling back', () => /^Roll(ing|ed)Back$/.test(rolloutOf(world)?.state ?? ''))
  return world
}

/** Ends the process of slot 1 as soon as it is one of `app:1` again. */
async function fail(world: TestWorld): Promise<void> {
  const first = () =>
    world.host.containers().find(({ Name, Config }) => Name === '/shop-web-1' && Config.Image === 'app:1')
  await until(world, 'the old image in slot 1', () => first()?.State.Status === 'running')
  world.host.byHand.exit('shop-web-1', 1)
}

describe('a rollback', () => {
  it('is not held up by an old task that fails for a moment', async () => {
    const world = await rollingBack()
    await fail(world)
    await world.settle(120_000)
    equal(rolloutOf(world)?.state, 'RolledBack')
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
    match(rolloutOf(world)?.message ?? '', /^task web-[12]-\w+: it exited with 3/)
  })

  it('whose old task only crashes stalls, names it, and goes on when it comes up', async () => {
    const world = await rollingBack()
    const isStalled = () => rolloutOf(world)?.state === 'Stalled'
    for (let times = 0; times < 10 && !isStalled(); times++) {
      await fail(world)
      await world.settle(500)
    }
    match(
      rolloutOf(world)?.message ?? '',
      /^the rollback waits: task web-1-\w+: it exited with 1.*; the update failed: task web-[12]-\w+: it exited with 3/,
    )
    await world.settle(120_000)
    equal(rolloutOf(world)?.state, 'RolledBack')
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
    match(rolloutOf(world)?.message ?? '', /^task web-[12]-\w+: it exited with 3/)
  })

  it('goes on without what no node fits, and says that it waits for that', async () => {
    const world = aWorld({ images })
    const spec = (image: string, replicas: number): Partial<V1ServiceSpec> => ({
      ...{ replicas, template: { image }, placement: { maxReplicasPerNode: 2 }, updateStrategy },
    })
    world.service('web', spec('app:1', 2))
    await world.settle()
    world.service('web', spec('app:2', 3))
    await world.settle(900_000)
    deepEqual([rolloutOf(world)?.state, world.imagesRunning()], ['Stalled', ['app:1', 'app:1']])
    match(rolloutOf(world)?.message ?? '', /^the rollback waits: .* NoNodeFits, .*; the update failed: no progress/)
    world.service('web', spec('app:2', 2))
    await world.settle(60_000)
    equal(rolloutOf(world)?.state, 'RolledBack')
  })

  for (const [when, before] of [
    ['at the start of a process, which found the others running', (world: TestWorld) => world.restart()],
    ['moments after the first rollout', async () => {}],
  ] as const)
    it(`begins at once ${when}`, async () => {
      const world = aWorld({ images })
      const spec = (image: string) => ({ replicas: 3, template: { image }, updateStrategy: { failureAction } })
      world.service('web', spec('app:1'))
      await world.settle()
      await before(world)
      world.service('web', spec('app:bad'))
      await until(world, 'rolling back', () => rolloutOf(world)?.state === 'RollingBack')
      await world.settle(500)
      deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
    })

  it('that is paused goes on afterwards', async () => {
    const world = await rollingBack()
    const { store } = world.life().ports
    store.putFact('pause', 'shop/web', { reason: 'a look at it' })
    await world.settle(10_000)
    equal(rolloutOf(world)?.state, 'Paused')
    store.putFact('pause', 'shop/web', undefined)
    await world.settle(120_000)
    equal(rolloutOf(world)?.state, 'RolledBack')
    match(rolloutOf(world)?.message ?? '', /^task web-[12]-\w+: it exited with 3/)
  })

  for (const order of ['StopFirst', 'StartFirst'] as const)
    for (const [what, revisionOf] of [
      ['the failed revision', (world: TestWorld) => world.serviceNamed('web')?.status?.stalledHash],
      ['a revision that nobody knows', () => 'ffffffffff'],
    ] as const)
      it(`replaces an adopted container of ${what} (${order})`, async () => {
        const world = await rollingBack({ updateStrategy: { ...updateStrategy, order }, rollbackStrategy: { order } })
        await world.settle(120_000)
        const revision = revisionOf(world) ?? ''
        const own = world.host.containers().find(({ Name }) => Name === '/shop-web-1')?.Config.Labels ?? {}
        await world.life().stop()
        world.host.byHand.remove('shop-web-1')
        const more = { [labels.createdByRevision]: revision, [labels.task]: 'web-1-zzzzzzzz' }
        world.host.byHand.run('shop-web-1', { Image: 'app:2', Labels: { ...own, ...more } })
        await world.restart()
        await world.settle(60_000)
        deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
        deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running', 'shop-web-3 running'])
      })
})
