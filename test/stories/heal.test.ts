import { deepEqual, equal, match } from 'node:assert/strict'
import type { Engine } from '../../engine/engine.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const limited = { template: { image: 'nginx', resources: { limits: { memoryBytes: 128 << 20 } } } }

/** A world in which `shop/web` runs once with a memory limit, and its first calls are read. */
const running = (wrapEngine = (engine: Engine) => engine) => aRunning(limited, { wrapEngine })

const TIME = 30_000

const deeds: readonly { it: string; hand: (w: TestWorld) => void; calls: string[]; reason: RegExp }[] = [
  {
    it: 'stopped',
    hand: (w) => w.host.byHand.stop('shop-web-1'),
    calls: ['POST /containers/shop-web-1/start'],
    reason: /StoppedByHand/,
  },
  {
    it: 'killed',
    hand: (w) => w.host.byHand.kill('shop-web-1'),
    calls: ['POST /containers/shop-web-1/start'],
    reason: /StoppedByHand/,
  },
  {
    it: 'removed',
    hand: (w) => w.host.byHand.remove('shop-web-1'),
    calls: ['POST /containers/create?name=shop-web-1', 'POST /containers/shop-web-1/start'],
    reason: /removed by hand/,
  },
  {
    it: 'paused',
    hand: (w) => w.host.byHand.pause('shop-web-1'),
    calls: ['POST /containers/shop-web-1/unpause'],
    reason: /PausedByHand/,
  },
  {
    it: 'disconnected',
    hand: (w) => w.host.byHand.disconnect('shop_default', 'shop-web-1'),
    calls: ['POST /networks/shop_default/connect'],
    reason: /DisconnectedByHand/,
  },
  {
    it: 'given another memory limit',
    hand: (w) => w.host.byHand.update('shop-web-1', { Memory: 64 << 20, MemorySwap: 128 << 20 }),
    calls: ['POST /containers/shop-web-1/update'],
    reason: /memory limit is 64 MiB, declared 128 MiB/,
  },
  {
    it: 'renamed',
    hand: (w) => w.host.byHand.rename('shop-web-1', 'mine'),
    calls: ['POST /containers/mine/rename?name=shop-web-1'],
    reason: /Drift its name is mine, declared shop-web-1/,
  },
]

describe('drift by hand is named and healed', () => {
  for (const { it: sentence, hand, calls, reason } of deeds)
    it(sentence, async () => {
      const world = await running()
      hand(world)
      await world.settle(TIME)
      const renamed = world.newCalls().map((call) => call.replace(/[0-9a-f]{64}/, 'shop-web-1'))
      deepEqual(sentence === 'renamed' ? renamed.map((call) => call.replace('/shop-web-1/', '/mine/')) : renamed, calls)
      deepEqual(world.containers(), ['shop-web-1 running'])
      match(
        world
          .life()
          .recorder.events()
          .map((event) => `${event.reason} ${event.message}`)
          .join('\n'),
        reason,
      )
    })

  for (const { it: sentence, hand, calls } of deeds)
    it(`${sentence} while nobody watched, once its service has decided on what is declared anew`, async () => {
      const world = await running()
      await world.restart(() => {
        hand(world)
        world.world.clock.after(1_000, () => {}) // so that the start does not hear of it
      })
      world.service('web', { ...limited, replicas: 2 })
      await world.pass(5_000)
      const made = world.newCalls().map((call) => call.replace('/shop-web-1/rename', '/mine/rename'))
      deepEqual(
        made.filter((call) => !call.includes('shop-web-2')),
        calls,
      )
    })

  it('again in another way while the first is healed: each is named by an event of its own', async () => {
    let rename = () => {}
    const world = await running((engine) => ({
      ...engine,
      async updateContainer(...args) {
        const answer = await engine.updateContainer(...args)
        rename()
        return answer
      },
    }))
    rename = () => world.host.byHand.rename('shop-web-1', 'mine')
    world.host.byHand.update('shop-web-1', { Memory: 64 << 20, MemorySwap: 128 << 20 })
    await world.settle(TIME)
    const events = world.life().recorder.events()
    deepEqual(
      events.flatMap(({ reason, message }) => (reason === 'Drift' ? [message] : [])),
      ['memory limit is 64 MiB, declared 128 MiB', 'its name is mine, declared shop-web-1'],
    )
  })

  it('replaced by a container of another hand: the name is held, and that one is not touched (S4)', async () => {
    const world = await running()
    world.host.byHand.remove('shop-web-1')
    world.host.byHand.run('shop-web-1', { Image: 'nginx' })
    await world.settle(TIME)
    equal(world.tasks()[0]?.status?.reason, 'NameTaken')
    deepEqual(world.containers(), ['shop-web-1 running'])
    world.host.byHand.remove('shop-web-1')
    await world.settle(TIME)
    equal(world.tasks()[0]?.status?.phase, 'Running')
  })

  it('a killed main process is restarted by the engine itself, without a call of ours', async () => {
    const world = await running()
    world.host.byHand.exit('shop-web-1', 137)
    await world.settle(TIME)
    deepEqual(world.newCalls(), [])
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('converged is quiet: no writing call in an hour (S8)', async () => {
    const world = await running()
    await world.world.clock.runUntilQuiet({ until: world.world.clock.now() + 1, steps: 1e6 })
    world.world.clock.after(3_600_000, () => {})
    await world.settle(3_700_000)
    deepEqual(world.newCalls(), [])
  })

  it('an unhealthy container is restarted', async () => {
    const world = aWorld()
    world.service('web', { template: { image: 'nginx', healthcheck: { test: ['CMD', 'true'], intervalSeconds: 5 } } })
    await world.settle()
    world.newCalls()
    world.host.byHand.setHealth('shop-web-1', 'unhealthy')
    await world.settle(TIME)
    deepEqual(world.newCalls(), ['POST /containers/shop-web-1/stop', 'POST /containers/shop-web-1/start'])
    equal(world.tasks()[0]?.status?.healthy, 'True')
  })

  it('`docker system prune -af` under a live stack runs no job again', async () => {
    const world = aWorld({
      images: { nginx: RUNS, job: { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 500, exitCode: 0 } } },
      registry: { nginx: RUNS, job: RUNS },
    })
    world.service('web', {})
    world.service('migrate', { template: { image: 'job' } })
    await world.settle()
    world.newCalls()
    world.host.byHand.prune()
    await world.settle(TIME)
    deepEqual(world.newCalls(), [])
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('has no address while it is down: another may have that', async () => {
    const world = aWorld({ images: { 'app:1': RUNS } })
    world.service('web', {
      template: { image: 'app:1', pullPolicy: 'Never', ports: [{ containerPort: 80, hostPort: 80 }] },
    })
    await world.settle()
    const said = () => [world.tasks()[0]?.status?.ip, world.tasks()[0]?.status?.ports?.[0]?.hostPort]
    deepEqual(said(), ['172.18.0.2', 80])
    const { byHand } = world.host
    byHand.remove('shop-web-1')
    byHand.removeImage('app:1')
    await world.settle(TIME)
    equal(world.tasks()[0]?.status?.reason, 'ImageMissing')
    deepEqual(said(), [undefined, undefined])
  })
})
