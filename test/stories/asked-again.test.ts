import { deepEqual, equal, match } from 'node:assert/strict'
import { askImagesAgain } from '../../cli/local/request/asked-again.ts'
import { readRequest } from '../../cli/local/request/read-request.ts'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { aRequest, serviceText } from '../cli/local/local-core.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const HOUR = 3_600_000

/** What an apply of `shop/web` has asked for again. */
function applied(world: TestWorld): readonly string[] {
  const reading = readRequest(aRequest('/shop', serviceText('web'), {}))
  const asked = askImagesAgain(world.life().ports, {}, reading.needs ? [] : reading.files)
  return asked.map(({ object, change }) => `${object} ${change}`)
}

const pulls = (world: TestWorld) => world.newCalls().filter((call) => call.startsWith('POST /images/create')).length

describe('an image that was not to be had, and is applied again', () => {
  it('is asked for again at once, where its first rollout stands still for it', async () => {
    const registry: Record<string, RegistryImage> = {}
    const world = aWorld({ images: {}, registry })
    world.service('web', { template: { image: 'nginx' } })
    await world.pass(HOUR)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    world.newCalls()
    registry['nginx:latest'] = RUNS
    deepEqual(applied(world), ['Service/shop/web retried'])
    await world.pass(5_000)
    equal(pulls(world), 1)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('is asked for once, and tells of the first answer, where it waits for its next try', async () => {
    const world = aWorld({ images: {}, registry: { 'nginx:latest': RUNS } })
    for (let n = 0; n < 20; n++) world.host.failNext('pullImage', { status: 500, message: 'the registry is away' })
    world.service('web', { template: { image: 'nginx' } })
    await world.pass(20_000)
    equal(world.tasks()[0]?.status?.reason, 'PullFailed')
    const before = world.tasks()[0]?.status?.failures ?? 0
    world.newCalls()
    applied(world)
    match(world.tasks()[0]?.status?.message ?? '', /^its image is asked for again$/)
    await world.pass(500)
    equal(pulls(world), 1)
    equal(world.tasks()[0]?.status?.failures, before + 1)
    match(world.tasks()[0]?.status?.message ?? '', /the registry is away/)
  })

  it('is left to a retry where an update failed for it, as what runs is to be spared', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    world.service('web', { template: { image: 'none:1' } })
    await world.pass(HOUR)
    world.newCalls()
    deepEqual(applied(world), [])
    await world.pass(60_000)
    equal(pulls(world), 0)
  })
})
