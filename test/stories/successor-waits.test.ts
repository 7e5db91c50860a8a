import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import { aRunning, RUNS, type TestWorld } from '../support/world.ts'

const GiB = 1024 ** 3
const MINUTE = 60_000
const registry = { 'far:2': RUNS, 'slow:2': { ...RUNS, pullMs: 5 * MINUTE } }
const metadata = { name: 'data', namespace: 'shop' }

/** How many GiB of 10 are free on the host from now on. */
function leave({ host: { state } }: TestWorld, free: number): void {
  state.info = { ...state.info, disk: { path: '/var/lib/docker', freeBytes: free * GiB, sizeBytes: 10 * GiB } }
}

interface Wait {
  readonly template: V1ServiceSpec['template']
  begin?(world: TestWorld): void
  end?(world: TestWorld): void
}

const waits: Readonly<Record<string, Wait>> = {
  'a volume': {
    template: { image: 'nginx:2', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
    end: (world) => world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} }),
  },
  'a network': {
    template: { image: 'nginx:2', networks: [{ network: 'data' }] },
    end: (world) => world.declare({ apiVersion: API_VERSION, kind: 'Network', metadata, spec: {} }),
  },
  'room on the disk': {
    template: { image: 'far:2' },
    begin: (world) => leave(world, 0.2),
    end: (world) => leave(world, 5),
  },
  'a pull that stands still': { template: { image: 'slow:2' } },
}

describe('a task whose successor waits', () => {
  for (const [what, { template, begin, end }] of Object.entries(waits))
    for (const order of ['StopFirst', 'StartFirst'] as const)
      for (const hand of ['stop', 'remove'] as const)
        it(`for ${what} comes up again after a short while, and goes when that is there (S10): ${hand} by hand, ${order}`, async () => {
          const world = await aRunning({}, { registry, images: { nginx: RUNS, 'nginx:2': RUNS } })
          begin?.(world)
          await world.pass(20_000)
          world.service('web', { template, updateStrategy: { order } })
          await world.pass(15_000)
          world.host.byHand[hand]('shop-web-1')
          await world.pass(10_000)
          deepEqual(
            [world.serviceNamed('web')?.status?.rollout?.state, world.imagesRunning()],
            ['Progressing', ['nginx']],
          )
          end?.(world)
          await world.pass(10 * MINUTE)
          deepEqual(world.imagesRunning(), [template.image])
          deepEqual(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
        })
})

describe('a task that a rollout comes to later', () => {
  const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 1 }
  const template = { image: 'nginx', healthcheck, resources: { limits: { memoryBytes: 128 << 20 } } }
  const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
  const hands: Readonly<Record<string, (world: TestWorld) => string>> = {
    'has another limit': ({ host }) => {
      host.byHand.update('shop-web-2', { Memory: 64 << 20, MemorySwap: 128 << 20 })
      return 'shop-web-2'
    },
    'has another name': ({ host }) => {
      host.byHand.rename('shop-web-2', 'aside')
      return 'aside'
    },
  }
  for (const [what, act] of Object.entries(hands))
    it(`and that ${what} by hand is restarted where it is unhealthy, and not ready before (S10)`, async () => {
      const world = await aRunning({ replicas: 2, template })
      world.service('web', { replicas: 2, template: { ...template, mounts }, updateStrategy: { order: 'StopFirst' } })
      await world.pass(5_000)
      world.newCalls()
      const ready: number[] = []
      const watch = world
        .life()
        .ports.store.watch('Service')
        .subscribe(({ after }) => ready.push(after?.status?.readyReplicas ?? 0))
      world.host.byHand.setHealth(act(world), 'unhealthy')
      await world.pass(5_000)
      watch.unsubscribe()
      deepEqual(world.newCalls(), ['POST /containers/shop-web-2/stop', 'POST /containers/shop-web-2/start'])
      deepEqual([Math.min(...ready), ready.at(-1)], [1, 2])
    })

  for (const [what, act] of Object.entries(hands))
    it(`and that ${what} by hand is at rest where that is held up for good, and is healed where it is paused`, async () => {
      const world = await aRunning({ replicas: 2, template })
      world.service('db', {})
      await world.settle()
      await world.life().stop()
      world.host.byHand.remove('shop-db-1')
      world.host.byHand.run('shop-db-1', { Image: 'nginx' })
      act(world)
      await world.restart()
      world.service('web', { replicas: 2, template: { ...template, image: 'nginx:2' }, dependsOn: [{ service: 'db' }] })
      equal(await world.settle(), 'quiet')
      world.newCalls()
      setRolloutPause(world.life().ports.store, 'shop/web', { since: new Date(world.world.clock.now()).toISOString() })
      equal(await world.settle(), 'quiet')
      equal(world.newCalls().length, 1)
    })
})
