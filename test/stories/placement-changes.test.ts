import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Placement } from '../../api/v1/generated/types.ts'
import { aWorld } from '../support/world.ts'

describe('a task that no node fits', () => {
  const HOUR = 3_600_000

  for (const { it: sentence, replicas, before, after, waits } of [
    {
      it: 'another constraint',
      replicas: 1,
      before: { constraints: ['node.labels.disk==ssd'] },
      after: { constraints: ['node.name==b'] },
      waits: /b: it does not meet node\.labels\.disk==ssd/,
    },
    {
      it: 'no limit for each node',
      replicas: 3,
      before: { maxReplicasPerNode: 1 },
      after: {},
      waits: /fits: a, b: it has 1 task of the service, 1 is allowed$/,
    },
  ] satisfies readonly { it: string; replicas: number; before: V1Placement; after: V1Placement; waits: RegExp }[])
    it(`is placed once its service has ${sentence}`, async () => {
      const world = aWorld({ nodes: ['a', 'b'] })
      const unplaced = () => world.tasks().filter(({ spec }) => spec.node === undefined)
      world.service('web', { replicas, placement: before })
      await world.settle(60_000)
      deepEqual([unplaced().length, unplaced()[0]?.status?.reason], [1, 'NoNodeFits'])
      match(unplaced()[0]?.status?.message ?? '', waits)
      world.service('web', { replicas, placement: after })
      await world.settle(HOUR)
      deepEqual(unplaced(), [])
      equal(world.serviceNamed('web')?.status?.readyReplicas, replicas)
    })

  it('says what keeps it now, where its service has another constraint that no node meets', async () => {
    const world = aWorld()
    world.service('web', { placement: { constraints: ['node.labels.disk==ssd'] } })
    await world.settle(60_000)
    world.service('web', { placement: { constraints: ['node.labels.disk==nvme'] } })
    await world.settle(1_000)
    equal(world.tasks()[0]?.status?.message, 'no node fits: a: it does not meet node.labels.disk==nvme')
  })
})
