import { deepEqual, equal, ok } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import type { Clock } from '../../clock/clock.ts'
import type { Engine } from '../../engine/engine.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

/** A process that ends with 0 when it is told to, as nginx does. */
const polite = { config: { Cmd: ['serve'] }, behaviour: { stopCode: 0 } }
/** One whose second life ends at once. */
const brief = { config: { Cmd: ['serve'] }, behaviour: { stopCode: 0, exitsAfterMs: 50, exitCode: 1 } }
const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5 }

/** How often a container of the world was started. */
function starts(world: TestWorld): number {
  return world.newCalls().filter((call) => call.endsWith('/start')).length
}

describe('an end that we asked for is no outcome of the task', () => {
  it('when the container was stopped to be replaced, and could not be removed at once', async () => {
    const world = aWorld({ images: { nginx: polite } })
    world.service('web', {})
    await world.settle()
    world.host.failNext('removeContainer', { code: 'Internal', message: 'driver failed' })
    world.host.byHand.disconnect('shop_default', 'shop-web-1')
    world.service('web', { template: { image: 'nginx', env: [{ name: 'A', value: '1' }] } })
    await world.settle(60_000)
    equal(world.tasks()[0]?.status?.phase, 'Running')
  })

  it('when we were killed between the stop and the start', async () => {
    const world = aWorld({ images: { nginx: polite } })
    world.service('web', { template: { image: 'nginx', healthcheck } })
    await world.settle()
    world.host.failNext('startContainer', { code: 'Internal', message: 'not now' })
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    await world.settle(200)
    await world.restart()
    await world.settle(60_000)
    equal(world.tasks()[0]?.status?.phase, 'Running')
  })
})

/** A real engine: it is not sent what is not wanted any more, and its events come after its answers. */
function slow(engine: Engine, clock: () => Clock): Engine {
  const watch: Engine['watch'] = (options) =>
    engine.watch({ ...options, onEvent: (event) => clock().after(1_000, () => options.onEvent(event)) })
  const sent = wrapEngine(engine, async ({ run }, next) => {
    run.signal.throwIfAborted()
    return next()
  })
  return { ...sent, watch }
}

describe('a stop that has begun is not begun again', () => {
  const template = { image: 'nginx', healthcheck, hooks: { preStop: [{ command: ['drain'] }] } }
  for (const [what, spec] of [
    ['none is wanted any more', { template, replicas: 0 }],
    ['another limit is wanted', { template: { ...template, resources: { limits: { memoryBytes: 64 << 20 } } } }],
    ['another one is wanted', { template: { ...template, env: [{ name: 'A', value: '1' }] } }],
  ] as readonly (readonly [string, Partial<V1ServiceSpec>])[])
    it(`where ${what} while an unhealthy one stops`, async () => {
      const images = { nginx: { config: { Cmd: ['serve'] }, behaviour: { stopsAfterMs: 5_000 } } }
      const world = aWorld({ images, wrapEngine: (engine) => slow(engine, () => world.world.clock) })
      world.service('web', { template })
      await world.settle()
      world.newCalls()
      world.host.byHand.setHealth('shop-web-1', 'unhealthy')
      await world.pass(2_000)
      world.service('web', spec)
      await world.pass(20_000)
      const told = world.newCalls().filter((call) => /\/(exec|stop)$/.test(call))
      deepEqual(told, ['POST /containers/shop-web-1/exec', 'POST /containers/shop-web-1/stop'])
    })
})

describe('a container that stays unhealthy', () => {
  it('is restarted with growing waits, and gives up where its policy says so', async () => {
    const never = { config: { Cmd: ['serve'] }, behaviour: { neverHealthy: true } }
    const world = aWorld({ images: { nginx: never } })
    world.service('web', { template: { image: 'nginx', healthcheck } })
    await world.settle(60_000)
    starts(world)
    await world.pass(1_200_000)
    const restarts = starts(world)
    ok(restarts >= 3 && restarts < 40, `${restarts} restarts in 20 minutes`)
  })

  it('does not spin when its new life ends at once', async () => {
    const world = aWorld({ images: { nginx: brief } })
    const restartPolicy = { condition: 'OnFailure' as const, maxAttempts: 3 }
    world.service('web', { template: { image: 'nginx', restartPolicy } })
    await world.settle(120_000)
    ok(starts(world) <= 5)
    equal(world.tasks()[0]?.status?.phase, 'Failed')
  })
})
