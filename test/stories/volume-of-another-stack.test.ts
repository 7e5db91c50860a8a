import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { aWorld } from '../support/world.ts'

const mounts: Partial<V1ServiceSpec> = {
  template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
}

function data(namespace: string, spec: V1Volume['spec']): V1Volume & { kind: 'Volume' } {
  return { apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace }, spec }
}

describe('an external volume that another stack makes', () => {
  it('is said to be there as soon as it is', async () => {
    const world = aWorld()
    world.declare(data('db', {}))
    world.declare(data('shop', { external: true, hostName: 'db_data' }))
    world.service('web', mounts)
    await world.settle()
    const metadata = { name: 'main', namespace: 'db' }
    world.declare({ apiVersion: API_VERSION, kind: 'Service', metadata, spec: mounts as V1ServiceSpec })
    equal(await world.settle(5_000), 'quiet')
    deepEqual(world.containers(), ['db-main-1 running', 'shop-web-1 running'])
    const { status } = world.life().ports.store.get('Volume', 'shop/data') ?? {}
    deepEqual([status?.conditions?.[0]?.status, status?.nodes?.[0]?.state], ['True', 'Present'])
  })
})
