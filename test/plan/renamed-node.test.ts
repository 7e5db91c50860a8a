import { deepEqual } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations } from '../../api/v1/labels.ts'
import { aWorld } from '../support/world.ts'
import { observedIn, planOf } from '../support/plan-of.ts'

describe('a plan of a node that its file gives another name', () => {
  for (const names of [
    ['b', 'c'],
    ['c', 'b'],
  ])
    it(`is of no call: what runs there goes on, its data as well (${names.join(' first, then ')})`, async () => {
      const world = aWorld({ nodes: ['a', 'b'] })
      const metadata = { name: 'data', namespace: 'shop' }
      world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
      const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
      world.service('web', { template: { image: 'nginx', mounts }, placement: { constraints: ['node.name!=a'] } })
      await world.settle()
      const { store } = world.life().ports
      store.update('Node', 'b', ({ metadata: of }) => void (of.annotations = { [annotations.withdrawn]: 'true' }))
      store.create('Node', { apiVersion: API_VERSION, kind: 'Node', metadata: { name: 'c' }, spec: {} })
      await world.life().stop()
      const observed = await observedIn(world, 'b')
      const nodes = names.map((node) => ({ node, observed }))
      const { calls, unmet } = await planOf(world, { nodes, undeclared: [] })
      deepEqual({ calls, unmet }, { calls: [], unmet: [] })
    })
})
