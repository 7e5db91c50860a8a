import { equal, match } from 'node:assert/strict'
import { aRunning, RUNS } from '../support/world.ts'

describe('a service that depends on one of which a slot is empty', () => {
  it('does not take the old and the new task of another slot for two', async () => {
    const cache = { replicas: 2, updateStrategy: { order: 'StartFirst', monitorSeconds: 5, parallelism: 2 } } as const
    const world = await aRunning(
      { ...cache, template: { image: 'nginx' } },
      { images: { nginx: RUNS, 'nginx:2': RUNS } },
    )
    world.host.byHand.remove('shop-web-2')
    world.host.byHand.run('shop-web-2', { Image: 'nginx' })
    await world.pass(10_000)
    world.service('web', { ...cache, template: { image: 'nginx:2' } })
    world.service('api', { template: { image: 'nginx' }, dependsOn: [{ service: 'web', condition: 'Started' }] })
    await world.settle()
    equal(world.serviceNamed('web')?.status?.runningReplicas, 1)
    equal(world.serviceNamed('web')?.status?.readyReplicas, 1)
    const api = world.tasks().find(({ spec }) => spec.service === 'api')
    match(api?.status?.reason ?? '', /WaitingForDependency|DependencyFailed/)
    equal(
      world.newCalls().some((call) => call.includes('shop-api-1')),
      false,
    )
  })
})
