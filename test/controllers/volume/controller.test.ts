import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { aWorld } from '../../support/world.ts'

const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]

describe('the volume loop', () => {
  it('tries again where the engine failed to create, and takes nothing for lost', async () => {
    const a = aWorld()
    a.host.failNext('createVolume', { status: 500, message: 'no' })
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    equal(a.serviceNamed('web')?.status?.readyReplicas, 1)
    deepEqual(a.containers(), ['shop-web-1 running'])
  })

  it('holds the tasks of a volume that was there and is gone', async () => {
    const a = aWorld()
    a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    a.service('web', { template: { image: 'nginx', mounts } })
    await a.settle()
    a.host.byHand.remove('shop-web-1')
    a.host.byHand.removeVolume('shop_data')
    await a.settle()
    deepEqual(a.containers(), [])
    const ready = a
      .life()
      .ports.store.get('Volume', 'shop/data')
      ?.status?.conditions?.find(({ type }) => type === 'Ready')
    equal(ready?.reason, 'VolumeLost')
  })
})
