import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

type Declared = Readonly<Record<string, Partial<V1ServiceSpec>>>

const images = {
  ...{ nginx: RUNS, 'nginx:2': RUNS, 'data:1': { config: { Cmd: ['serve'], Volumes: { '/data': {} } } } },
  'job:1': { config: { Cmd: ['job'] }, behaviour: { exitsAfterMs: 100, exitCode: 0 } },
  'long:1': { config: { Cmd: ['job'] }, behaviour: { exitsAfterMs: 300_000, exitCode: 0 } },
}

/** Services by their names; one that shares nothing, of so many tasks, is on a node to make it the less wanted. */
async function running(services: Declared, nodes = ['a', 'b', 'c']): Promise<TestWorld> {
  const world = aWorld({ nodes, images })
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  await update(world, services)
  return world
}

async function update(world: TestWorld, services: Declared): Promise<void> {
  for (const [name, spec] of Object.entries(services)) world.service(name, spec)
  equal(await world.settle(), 'quiet')
}

const on = (...constraints: string[]) => ({ placement: { constraints } })
const updated = { template: { image: 'nginx:2' } }
const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
const crowd = (count: number, node: string) => ({
  ...{ replicas: count, template: { image: 'nginx', networkMode: 'none' } },
  ...on(`node.name==${node}`),
})

/** `service-slot node` of each task, those of the crowd left out. */
function placesIn(world: TestWorld): readonly string[] {
  const tasks = world.tasks().filter(({ spec }) => !spec.service.startsWith('crowd'))
  return tasks.map(({ spec }) => `${spec.service}-${spec.slot} ${spec.node}`).sort()
}

/** Two services that are together on `a`, and what one change makes of them. */
const changes: readonly {
  readonly it: string
  readonly before?: Declared
  readonly change: Declared
  readonly wants: readonly string[]
}[] = [
  {
    it: 'where a constraint moves it',
    change: { db: updated, web: on('node.name==b') },
    wants: ['db-1 b', 'web-1 b'],
  },
  {
    it: 'where its update comes with the constraint',
    change: { db: updated, web: { ...updated, ...on('node.name==b') } },
    wants: ['db-1 b', 'web-1 b'],
  },
  {
    it: 'on one of the several nodes that it may go to',
    change: { db: updated, web: on('node.name!=a'), crowd3: crowd(3, 'b') },
    wants: ['db-1 c', 'web-1 c'],
  },
  {
    it: 'where its data keeps it, though a constraint forbids that',
    before: { db: {}, web: { template: { image: 'nginx', mounts } } },
    change: { db: updated, web: { template: { image: 'nginx', mounts }, ...on('node.name==b') } },
    wants: ['db-1 a', 'web-1 a'],
  },
  {
    it: 'where its data without a name keeps it',
    before: { db: {}, web: { template: { image: 'data:1' } } },
    change: { db: updated, web: { template: { image: 'data:1' }, ...on('node.name==b') } },
    wants: ['db-1 a', 'web-1 a'],
  },
  {
    it: 'where it is while no node fits it',
    change: { db: updated, web: on('node.name==nowhere') },
    wants: ['db-1 a', 'web-1 a'],
  },
  {
    it: 'where some of its tasks stay',
    before: { db: {}, web: { replicas: 2 } },
    change: { db: updated, web: { replicas: 2, ...on('node.name!=a') } },
    wants: ['db-1 b', 'web-1 c', 'web-2 b'],
  },
]

describe('a service that is updated as another one of its stack moves', () => {
  for (const order of ['StopFirst', 'StartFirst'] as const)
    for (const { it: sentence, before = { db: {}, web: {} }, change, wants } of changes)
      it(`goes ${sentence} (${order})`, async () => {
        const world = await running({ ...before, crowd: crowd(2, 'c') })
        const updateStrategy = { order }
        await update(
          world,
          Object.fromEntries(Object.entries(change).map(([name, spec]) => [name, { updateStrategy, ...spec }])),
        )
        deepEqual(placesIn(world), wants)
      })
})

describe('services of a stack whose node is drained', () => {
  it('go where one of them may go that may not go everywhere', async () => {
    const world = await running({ db: {}, web: on('node.name!=c'), crowd: crowd(3, 'b') })
    deepEqual(placesIn(world), ['db-1 a', 'web-1 a'])
    world.life().ports.store.update('Node', 'a', ({ spec }) => void (spec.drain = true))
    equal(await world.settle(), 'quiet')
    deepEqual(placesIn(world), ['db-1 b', 'web-1 b'])
  })
})

describe('a service that is placed before another one of its stack', () => {
  for (const { it: sentence, services, wants } of [
    {
      it: 'goes where that one has to be',
      services: { db: {}, web: on('node.name==b') },
      wants: ['db-1 b', 'web-1 b'],
    },
    {
      it: 'goes where that one has to be, though it comes only as others are ready',
      services: {
        db: {},
        web: { dependsOn: [{ service: 'db', condition: 'Started' as const }], ...on('node.name==b') },
      },
      wants: ['db-1 b', 'web-1 b'],
    },
    {
      it: 'goes to most of those that have to be somewhere',
      services: { api: {}, cache: on('node.name==a'), db: on('node.name==b'), web: on('node.name==b') },
      wants: ['api-1 b', 'cache-1 a', 'db-1 b', 'web-1 b'],
    },
    {
      it: 'does not mind one that is to have no tasks, nor a job',
      services: {
        db: {},
        job: { mode: 'ReplicatedJob' as const, template: { image: 'job:1' }, ...on('node.name==b') },
        none: { replicas: 0, ...on('node.name==b') },
      },
      wants: ['db-1 a', 'job-1 b'],
    },
  ] as const)
    it(sentence, async () => {
      deepEqual(placesIn(await running(services as Declared)), wants)
    })

  for (const [when, ms] of [
    ['runs', 10_000],
    ['has completed', 400_000],
  ] as const)
    it(`goes where there is less to do, and does not mind a job that ${when} elsewhere`, async () => {
      const world = aWorld({ nodes: ['a', 'b'], images })
      world.service('job', { mode: 'ReplicatedJob', template: { image: 'long:1' }, ...on('node.name==b') })
      await world.pass(ms)
      world.service('web', {})
      await world.pass(10_000)
      deepEqual(placesIn(world), ['job-1 b', 'web-1 a'])
    })

  it('goes back to its data, and does not mind one that is stopped', async () => {
    const data = { template: { image: 'nginx', mounts } }
    const world = await running({ db: { ...data, ...on('node.name==b') } })
    const { store } = world.life().ports
    stopService(store, 'shop/db', { now: world.world.clock.now() })
    await world.settle()
    await update(world, { api: {}, db: data })
    deepEqual(placesIn(world), ['api-1 a'])
    startService(store, 'shop/db')
    await update(world, { api: updated })
    deepEqual(placesIn(world), ['api-1 b', 'db-1 b'])
  })
})
