import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
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

describe('a removal whose answer was lost', () => {
  it('is made once more, and not again: what is gone is as wanted', async () => {
    const world = aWorld()
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('web', { template: { image: 'nginx', mounts } })
    await world.settle()
    world.newCalls()
    world.host.dropEvents(true)
    const lost = { code: 'Unreachable', message: 'the connection broke' } as const
    world.host.failNext('removeNetwork', lost, { applied: true })
    world.host.failNext('removeVolume', lost, { applied: true })
    const { store } = world.life().ports
    store.update('Volume', 'shop/data', ({ metadata: own }) => void own.finalizers?.push(finalizers.volumeData))
    store.delete('Service', 'shop/web')
    store.delete('Volume', 'shop/data')
    await world.settle()
    const removals = world.newCalls().filter((call) => /DELETE .(networks|volumes)/.test(call))
    deepEqual(removals.sort(), [
      ...['DELETE /networks/shop_default', 'DELETE /networks/shop_default'],
      ...['DELETE /volumes/shop_data', 'DELETE /volumes/shop_data'],
    ])
  })
})
