import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { observedIn, planOf } from '../support/plan-of.ts'
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

  it('is none that is meant while no task mounts it there, and is told as one goes there', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
    const on = (node: string) => world.service('web', { ...mounts, placement: { constraints: [`node.name==${node}`] } })
    /** What is planned where the controllers have ended, and begin again then. */
    const planned = async (before: () => void) => {
      await world.settle()
      await world.life().stop()
      before()
      const nodes = []
      for (const node of ['a', 'b']) nodes.push({ node, observed: await observedIn(world, node) })
      const { assumptions } = await planOf(world, { nodes })
      await world.restart()
      return assumptions.filter((line) => line.includes('which others made'))
    }
    on('a')
    deepEqual(await planned(() => world.world.hosts.get('b')?.byHand.createVolume({ Name: 'shop_data' })), [])
    const restarted = () => {
      on('b')
      askRestart(world.life().ports.store, 'shop/web', world.world.clock.now())
    }
    deepEqual(await planned(restarted), ['the volume shop_data on b, which others made, is the one that is meant'])
  })
})
