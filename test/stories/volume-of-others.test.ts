import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld } from '../support/world.ts'

const mounts: Partial<V1ServiceSpec> = {
  template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
}

/** A service that mounts shop_data, which is there; nothing is done yet. */
async function declared(spec: V1Volume['spec']) {
  const world = aWorld()
  world.host.byHand.createVolume({ Name: 'shop_data' })
  await world.settle()
  const stopped = world.life().stop()
  await world.settle()
  await stopped
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec })
  world.service('web', mounts)
  const { assumptions } = await planOf(world)
  await world.restart()
  equal(await world.settle(), 'quiet')
  const [ready] = world.life().ports.store.get('Volume', 'shop/data')?.status?.conditions ?? []
  return { assumptions: assumptions.filter((line) => line.includes('shop_data')), ready }
}

describe('a volume that others made, of the name of a declared one', () => {
  it('is used as it is, which its plan and its status say', async () => {
    const { assumptions, ready } = await declared({})
    deepEqual(assumptions, ['the volume shop_data on a, which others made, is the one that is meant'])
    deepEqual(
      [ready?.status, ready?.reason, ready?.message],
      [
        'True',
        'MadeByOthers',
        'shop_data on a was made by others, and is used as it is: its data stays at every deletion; where that is meant, declare it as external',
      ],
    )
  })

  it('is not worth a word where it is declared as external', async () => {
    const { assumptions, ready } = await declared({ external: true, hostName: 'shop_data' })
    deepEqual([assumptions, ready?.status, ready?.reason], [[], 'True', 'Present'])
  })
})
