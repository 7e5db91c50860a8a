import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { untilDone, containersIn, hostOf } from '../support/restored-host.ts'
import { aWorld, RUNS } from '../support/world.ts'

describe('a volume of the same name on another engine that answers in the place of a host', () => {
  it('pins nothing to that host', async () => {
    const world = aWorld({ images: { 'db:1': RUNS }, nodes: ['a', 'b'] })
    await untilDone(world)
    const { state, byHand, ...host } = hostOf(world, 'b')
    hostOf(world, 'b').crash()
    state.info = { ...state.info, id: 'E-AFTER' }
    byHand.createVolume({ Name: 'shop_data' })
    await world.pass(1_000)
    host.restart()
    await untilDone(world)
    equal(world.life().ports.store.get('Node', 'b')?.status?.otherEngine?.engineID, 'E-AFTER')
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.service('db', { template: { image: 'db:1', mounts } })
    await untilDone(world)
    deepEqual(containersIn(world), ['a shop-db-1 running'])
  })
})
