import { deepEqual } from 'node:assert/strict'
import { neededImages } from '../../controllers/image/needed.ts'
import { ownImages } from '../../controllers/image/own.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const own = (world: TestWorld) => ownImages(world.life().ports.store).map(({ names }) => names.join())

describe('the images that are ours', () => {
  it('are what was pulled for a task, after a restart too, and not what was there before', async () => {
    const world = aWorld({ images: { nginx: RUNS }, registry: { 'app:1': RUNS, nginx: RUNS } })
    world.service('web', { template: { image: 'app:1' } })
    world.service('front', { template: { image: 'nginx', pullPolicy: 'Always' } })
    await world.settle()
    deepEqual(own(world), ['app:1'])
    await world.restart()
    deepEqual(own(world), ['app:1'])
  })

  it('are what was built, under all of its names', async () => {
    const world = aWorld()
    world.service('web', { template: { build: { context: '/srv/web' } } })
    await world.settle()
    deepEqual(own(world), ['shop-web:latest'])
  })

  it('are needed while a kept revision may bring them back', async () => {
    const world = aWorld({ registry: { 'app:1': RUNS, 'app:2': RUNS } })
    for (const image of ['app:1', 'app:2']) {
      world.service('web', { revisionHistoryLimit: 2, template: { image } })
      await world.settle()
    }
    const needed = () => neededImages(world.life().ports.store)
    deepEqual([needed().get('app:1'), needed().get('app:2')], ['revision 1 of shop/web', 'service/shop/web'])
    world.service('web', { revisionHistoryLimit: 2, template: { image: 'nginx' } })
    await world.settle()
    deepEqual([needed().has('app:1'), needed().has('app:2')], [false, true])
  })
})
