import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS } from '../support/world.ts'

const SLOW = { config: { Cmd: ['serve'] }, behaviour: { healthyAfterMs: 250_000 } }
const images = { 'app:1': RUNS, 'app:2': SLOW, 'app:3': SLOW, 'app:4': SLOW, 'app:5': RUNS }

describe('an update that starts first and is overtaken by the next ones', () => {
  const spec = (image: string, more: V1ServiceSpec['updateStrategy'] = {}): Partial<V1ServiceSpec> => ({
    replicas: 2,
    template: { image, healthcheck: { test: ['CMD', 'true'], intervalSeconds: 5, startPeriodSeconds: 300 } },
    updateStrategy: { order: 'StartFirst', ...more },
  })

  it('has one new task beside the old one of a slot, however many changes come before one is ready', async () => {
    const world = aWorld({ images })
    world.service('web', spec('app:1'))
    await world.settle()
    for (const image of ['app:2', 'app:3', 'app:4']) {
      world.service('web', spec(image))
      await world.settle(20_000)
      deepEqual(world.imagesRunning(), ['app:1', 'app:1', image])
    }
    world.service('web', spec('app:5'))
    await world.settle()
    deepEqual(world.imagesRunning(), ['app:5', 'app:5'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('keeps the task that was rolled out before, not one that is watched still', async () => {
    const world = aWorld({ images: { ...images, 'app:2': RUNS } })
    const strategy = { monitorSeconds: 300 }
    world.service('web', spec('app:1', strategy))
    await world.settle()
    world.service('web', spec('app:2', strategy))
    await world.settle(20_000)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:2'])
    world.service('web', spec('app:3', strategy))
    await world.settle(20_000)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:3'])
  })
})

describe('an update that stops first and is overtaken while it waits', () => {
  it('has one new container beside the old one, however many changes come', async () => {
    const world = aWorld({ images, registry: { 'app:slow': { ...RUNS, pullMs: 600_000 } } })
    const cache = (level: number, hostPort: number): Partial<V1ServiceSpec> => ({
      template: {
        ...{ image: 'app:1', env: [{ name: 'LEVEL', value: String(level) }] },
        ports: [{ containerPort: 80, hostPort }],
      },
    })
    world.service('cache', cache(1, 8001))
    world.service('db', { template: { image: 'app:1', ports: [{ containerPort: 81, hostPort: 8000 }] } })
    await world.settle()
    // `db` holds the port that `cache` waits for until its new image is there.
    world.service('db', { template: { image: 'app:slow' } })
    for (const level of [2, 3, 4]) {
      world.service('cache', cache(level, 8000))
      await world.settle(20_000)
      const [running, created, ...others] = world.containers()
      deepEqual([running, others], ['shop-cache-1 running', ['shop-db-1 running']])
      match(created ?? '', /^shop-cache-1\.\w+ created$/)
    }
  })
})
