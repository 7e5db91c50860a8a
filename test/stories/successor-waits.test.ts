import { deepEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
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
