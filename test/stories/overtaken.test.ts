import { deepEqual, equal } from 'node:assert/strict'
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
