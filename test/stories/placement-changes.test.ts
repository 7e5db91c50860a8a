import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1Placement, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

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

describe('a reservation that is raised', () => {
  const web = (
    cpus: number,
    { parallelism = 1, ...more }: Partial<V1ServiceSpec> & { parallelism?: number } = {},
  ): Partial<V1ServiceSpec> => ({
    template: { image: 'nginx', resources: { reservations: { cpus } } },
    updateStrategy: { order: 'StopFirst', parallelism },
    ...more,
  })
  const reserving = (cpus: number) => ({ template: { image: 'nginx', resources: { reservations: { cpus } } } })
  const placed = (world: TestWorld) =>
    world
      .tasks()
      .map(({ spec }) => `${spec.service}-${spec.slot} ${spec.node} ${spec.template.resources?.reservations?.cpus}`)
      .sort()

  it('moves a task whose node has no room for it, and no other', async () => {
    const world = aWorld({ nodes: ['a', 'b'] })
    world.service('web', web(2, { replicas: 3 }))
    await world.settle()
    world.service('db', web(4, { placement: { constraints: ['node.name==a'] } }))
    await world.settle()
    deepEqual(placed(world), ['db-1 a 4', 'web-1 a 2', 'web-2 b 2', 'web-3 a 2'])
    world.newCalls()
    world.service('web', web(3, { replicas: 3 }))
    equal(await world.settle(), 'quiet')
    deepEqual(placed(world), ['db-1 a 4', 'web-1 b 3', 'web-2 b 3', 'web-3 a 3'])
    equal(world.newCalls().filter((call) => call.includes('/containers/create')).length, 1)
  })

  it('is refused a task where two that change at once fit one by one alone, with the amounts', async () => {
    const world = aWorld()
    const atOnce = { replicas: 2, parallelism: 2 }
    world.service('web', web(3, atOnce))
    await world.settle()
    world.newCalls()
    world.service('web', web(5, atOnce))
    await world.settle(60_000)
    deepEqual(placed(world), ['web-1 a 5', 'web-2 a 3', 'web-2 undefined 5'])
    deepEqual(world.newCalls(), [])
    match(
      world.serviceNamed('web')?.status?.conditions?.[0]?.message ?? '',
      /no node fits: a: it has 3 CPUs left, 5 are reserved/,
    )
    world.service('web', web(1, atOnce))
    await world.settle(60_000)
    deepEqual([placed(world), world.newCalls()], [['web-1 a 1', 'web-2 a 1'], []])
  })

  it('lets the first of a node make room for the others there, however many may change at a time', async () => {
    for (const order of ['StopFirst', 'StartFirst'] as const) {
      const world = aWorld({ nodes: ['a', 'b'] })
      const strategy = { updateStrategy: { order, parallelism: 2 } }
      const web = (cpus: number) => ({ ...reserving(cpus), ...strategy, replicas: 2 })
      world.service('web', { ...web(2), placement: { constraints: ['node.name==a'] } })
      await world.settle()
      world.service('web', web(2))
      world.service('db', { ...reserving(4), placement: { constraints: ['node.name==a'] } })
      await world.settle()
      world.newCalls()
      world.service('web', web(4))
      equal(await world.settle(), 'quiet')
      deepEqual(placed(world), ['db-1 a 4', 'web-1 b 4', 'web-2 a 4'])
      equal(world.newCalls().filter((call) => call.includes('/containers/create')).length, 1)
    }
  })
})
