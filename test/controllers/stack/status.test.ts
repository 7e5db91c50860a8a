import { equal, match } from 'node:assert/strict'
import { aWorld } from '../../support/world.ts'

describe('a stack', () => {
  const message = (world: ReturnType<typeof aWorld>) =>
    world.life().ports.store.get('Stack', 'shop')?.status?.conditions?.[0]?.message ?? ''

  it('counts its services when all are ready', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    equal(message(world), '1 service is ready')
    world.service('db', {})
    await world.settle()
    equal(message(world), '2 services are ready')
  })

  it('names the services that are not ready, and says of the first why', async () => {
    const world = aWorld()
    world.service('web', {})
    world.service('db', { template: { image: 'nowhere' } })
    world.service('queue', { template: { image: 'nowhere' } })
    await world.settle(5_000)
    match(message(world), /^not ready: db, queue; db: task db-1-\w+: pull access denied for nowhere/)
  })
})
