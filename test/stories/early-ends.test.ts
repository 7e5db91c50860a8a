import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { askRetry } from '../../controllers/service/retry.ts'
import { aRunning, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const ending = (exitsAfterMs: number) => ({ config: { Cmd: ['true'] }, behaviour: { exitsAfterMs, exitCode: 0 } })
const images = { 'app:1': RUNS, 'app:none': ending(0), 'app:over': ending(50), 'app:short': ending(4_000) }

const spec = (image: string, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  replicas: 3,
  template: { image },
  ...more,
})

/** Three tasks of `app:1` that are updated to an image. */
async function updated(
  image: string,
  more: Partial<V1ServiceSpec> = {},
  options: TestWorldOptions = {},
): Promise<TestWorld> {
  const world = await aRunning(spec('app:1', more), { images, ...options })
  world.service('web', spec(image, more))
  await world.settle(60_000)
  return world
}

const stateOf = (world: TestWorld) => world.serviceNamed('web')?.status?.rollout?.state

describe('an update to what ends with 0 at once', () => {
  it('stops at the first task where the others run, unless it may end', async () => {
    const world = await updated('app:over')
    deepEqual(world.imagesRunning(), ['app:1', 'app:1'])
    equal(stateOf(world), 'Stalled')
    const { message = '' } = world.serviceNamed('web')?.status?.rollout ?? {}
    match(message, /^task web-1-\w+: it ended with 0 at once, where the tasks before it run on; `restart: "no"`/)
    world.service('web', spec('app:over', { template: { image: 'app:over', restartPolicy: { condition: 'Never' } } }))
    await world.settle(60_000)
    deepEqual([world.imagesRunning(), stateOf(world)], [[], 'Completed'])
  })

  for (const image of ['app:none', 'app:short'])
    it(`is one within 5 s of the start, or that took no time at all: ${image}`, async () => {
      const world = await updated(image, { replicas: 30 })
      equal(stateOf(world), 'Stalled')
    })

  it('is tried anew by a change in place, and costs no other task', async () => {
    const world = await updated('app:over', { replicas: 4 })
    for (const memory of [64, 96]) {
      const resources = { limits: { memoryBytes: memory * 1024 * 1024 } }
      world.service('web', spec('app:over', { replicas: 4, template: { image: 'app:over', resources } }))
      await world.settle(60_000)
      deepEqual([world.imagesRunning(), stateOf(world)], [['app:1', 'app:1', 'app:1'], 'Stalled'])
    }
  })

  it('goes back where it is to, also within its watched time', async () => {
    const updateStrategy = { failureAction: 'Rollback' as const, monitorSeconds: 5 }
    const world = await updated('app:short', { updateStrategy })
    deepEqual([world.imagesRunning(), stateOf(world)], [['app:1', 'app:1', 'app:1'], 'RolledBack'])
  })

  for (const aheadMs of [-700, 10_000])
    it(`is told by how long it ran, with the engine's clock ${aheadMs} ms ahead`, async () => {
      const skewed = { clocksAheadMs: { a: aheadMs } }
      equal(stateOf(await updated('app:over', {}, skewed)), 'Stalled')
      const short = await updated('app:short', { updateStrategy: { monitorSeconds: 1 } }, skewed)
      equal(stateOf(short), 'Completed')
    })

  it('tries it once more by a retry, and no other task, also in a new process (S6, S10)', async () => {
    const world = await updated('app:over')
    await world.restart()
    await world.settle(60_000)
    world.newCalls()
    askRetry(world.life().ports.store, 'shop/web')
    await world.settle(60_000)
    deepEqual([world.imagesRunning(), stateOf(world)], [['app:1', 'app:1'], 'Stalled'])
    const calls = world.newCalls()
    equal(calls.filter((call) => call.endsWith('/start')).length, 1)
    deepEqual(
      calls.filter((call) => !call.includes('shop-web-1')),
      [],
    )
    deepEqual(world.containers(), ['shop-web-1 exited', 'shop-web-2 running', 'shop-web-3 running'])
  })

  it('leaves what runs when it is scaled down: the ended one goes', async () => {
    const world = await updated('app:over')
    world.service('web', spec('app:over', { replicas: 2 }))
    await world.settle(60_000)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1'])
    deepEqual(world.containers(), ['shop-web-2 running', 'shop-web-3 running'])
  })
})
