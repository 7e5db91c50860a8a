import { deepEqual, equal } from 'node:assert/strict'
import { nodesOf } from '../support/two-nodes.ts'
import { aWorld } from '../support/world.ts'

describe('a service of which several run on one node', () => {
  it('has one task on each node once it is made Global', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    const template = { image: 'nginx' }
    world.service('web', { replicas: 4, template, placement: { constraints: ['node.name==a'] } })
    await world.settle()
    deepEqual([...new Set(world.tasks().map(({ spec }) => spec.node))], ['a'])
    world.service('web', { mode: 'Global', template })
    equal(await world.settle(), 'quiet')
    deepEqual(nodesOf(world), ['a', 'b'])
    equal(world.serviceNamed('web')?.status?.readyReplicas, 2)
  })
})
