import { deepEqual, equal, ok } from 'node:assert/strict'
import { sleep } from '../../clock/sleep.ts'
import type { Engine } from '../../engine/engine.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const HOUR = 3_600_000

/** Lets so much time pass, though nothing but lists and beats is under way. */
async function pass({ world: { clock } }: TestWorld, ms: number): Promise<void> {
  clock.after(ms, () => {})
  await clock.runUntilQuiet({ until: clock.now() + ms, steps: 1e6 })
}

describe('what is known of images', () => {
  it('lets a task start whose image somebody has loaded, however long it waited', async () => {
    const world = aWorld({ images: {} })
    world.service('web', { template: { image: 'nginx', pullPolicy: 'Never' } })
    equal(await world.settle(), 'quiet')
    await pass(world, HOUR)
    equal(world.tasks()[0]?.status?.reason, 'ImageMissing')
    world.host.byHand.addImage('nginx', RUNS)
    await pass(world, 600_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('is of those that run: tags of builds that were replaced are forgotten, and nothing is done for it', async () => {
    const world = aWorld({ images: Object.fromEntries([1, 2, 3, 4].map((build) => [`app:${build}`, RUNS])) })
    for (const build of [1, 2, 3, 4]) {
      world.service('web', { template: { image: `app:${build}` } })
      await world.settle()
    }
    world.newCalls()
    await pass(world, HOUR)
    deepEqual(world.newCalls(), [])
    const known = [1, 2, 3, 4].filter((build) => world.life().ports.inventory.image('a', `app:${build}`) !== undefined)
    deepEqual(known, [4])
    world.host.byHand.kill('shop-web-1')
    await world.settle()
    deepEqual(world.newCalls(), ['POST /containers/shop-web-1/start'])
  })

  it('is looked up for all that wait: one of them that goes ends it for no other', async () => {
    const slow = (engine: Engine) =>
      wrapEngine(engine, async ({ verb, run }, next) => {
        if (verb === 'inspectImage') await sleep(world.world.clock, 5_000, run.signal)
        return await next()
      })
    const world = aWorld({ wrapEngine: slow })
    for (const name of ['first', 'second']) world.service(name, { template: { image: 'nginx' } })
    await world.settle(2_000)
    world.life().ports.store.delete('Service', 'shop/first')
    await world.settle()
    deepEqual(world.containers(), ['shop-second-1 running'])
    const warnings = world.life().recorder.events()
    deepEqual(
      warnings.filter(({ type }) => type === 'Warning'),
      [],
    )
  })
})

describe('an image that could not be pulled, and was loaded by hand', () => {
  it('begins anew: the attempts to get it are no ends of what runs from it', async () => {
    const world = aWorld({ images: {} })
    world.service('web', { template: { image: 'nginx' } })
    await world.settle(60_000)
    const failed = world.tasks()[0]?.status
    ok((failed?.failures ?? 0) > 3, JSON.stringify(failed))
    world.host.byHand.loadImage('nginx', RUNS)
    await world.settle(1_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    await world.settle(30_000)
    const { reason, failures = 0, lastFailure } = world.tasks()[0]?.status ?? {}
    deepEqual([reason, failures, lastFailure], ['Running', 0, undefined])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    world.host.byHand.exit('shop-web-1', 3)
    await world.settle(3_000)
    equal(world.tasks()[0]?.status?.reason, 'Running')
  })
})
