import { deepEqual, equal } from 'node:assert/strict'
import { annotations } from '../../api/v1/labels.ts'
import { pinOf } from '../../controllers/task/pin.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { planOf } from '../support/plan-of.ts'
import { aBuild, pulledApp } from '../support/tagged-builds.ts'
import { aWorld } from '../support/world.ts'

describe('a plan of a service whose image is pulled always', () => {
  it('takes it that its tag means what it was just found to mean, and not what it meant before', async () => {
    const registry: { 'app:1': RegistryImage } = { 'app:1': aBuild('a') }
    const world = { ...aWorld({ images: {}, registry }), registry }
    const template = { image: 'app:1', pullPolicy: 'Always' as const }
    world.service('web', { template })
    equal(await world.settle(), 'quiet')
    registry['app:1'] = aBuild('b')
    const image = pinOf(await pulledApp(world), 'app:1')
    await world.life().stop()
    world.newCalls()
    world.life().ports.store.update('Service', 'shop/web', ({ metadata }) => {
      metadata.annotations = { ...metadata.annotations, [annotations.image]: image }
    })
    const tasks = new Set(world.tasks().map(({ metadata }) => metadata.name))
    const { calls } = await planOf(world, { interest: { images: ['app:1'], tasks } })
    await world.restart()
    equal(await world.settle(), 'quiet')
    const pulls = (made: readonly string[]) => made.filter((call) => call.includes('/images/create'))
    deepEqual(pulls(calls.map(({ method, path }) => `${method} ${path}`)), pulls(world.newCalls()))
    deepEqual(pulls(calls.map(({ path }) => path)), ['/images/create?fromImage=app&tag=1'])
  })
})
