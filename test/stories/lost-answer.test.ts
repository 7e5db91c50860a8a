import { deepEqual, equal } from 'node:assert/strict'
import { aWorld } from '../support/world.ts'

describe('a create whose answer was lost', () => {
  it('is no orphan when its service is deleted meanwhile (S6)', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    world.host.dropEvents(true)
    world.host.failNext('createContainer', { code: 'Unreachable', message: 'the connection broke' }, { applied: true })
    world.service('web', { replicas: 2 })
    await world.settle(40)
    equal(world.containers().length, 2)
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle()
    deepEqual(world.containers(), [])
  })
})
