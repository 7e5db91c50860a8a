import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { askRestart, restartOf } from '../../controllers/service/restart.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'job:1': { config: { Cmd: ['migrate'] }, behaviour: { exitsAfterMs: 500, exitCode: 0 } },
}
const STOPS_SLOWLY = { ...RUNS, behaviour: { stopsAfterMs: 7_000 } }
const slowToStop = { 'app:1': STOPS_SLOWLY, 'app:2': STOPS_SLOWLY }
const KEY = 'shop/web'

const spec = (image: string, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  replicas: 2,
  template: { image },
  updateStrategy: { monitorSeconds: 2 },
  ...more,
})

const running = (more: Partial<V1ServiceSpec> = {}) => aRunning(spec('app:1', more), { images })

function restart(world: TestWorld): void {
  askRestart(world.life().ports.store, KEY, world.world.clock.now())
}

function creates(world: TestWorld): readonly string[] {
  return world.newCalls().filter((call) => call.includes('/containers/create'))
}

const ids = (world: TestWorld) => world.host.containers().map(({ Id }) => Id)
const rolloutOf = (world: TestWorld) => world.serviceNamed('web')?.status?.rollout

/** The fewest ready tasks from now on. */
function lowestReady(world: TestWorld): () => number {
  let lowest = Number.POSITIVE_INFINITY
  world
    .life()
    .ports.store.watch('Service')
    .subscribe(({ after }) => {
      lowest = Math.min(lowest, after?.status?.readyReplicas ?? Number.POSITIVE_INFINITY)
    })
  return () => lowest
}

describe('a restart', () => {
  for (const [order, least] of [
    ['StopFirst', 1],
    ['StartFirst', 2],
  ] as const)
    it(`replaces every task once, one after the other, and is forgotten then (${order})`, async () => {
      const world = await running({ updateStrategy: { order, monitorSeconds: 2 } })
      const before = ids(world)
      const revision = world.serviceNamed('web')?.status?.currentRevision
      const lowest = lowestReady(world)
      restart(world)
      await world.settle()
      equal(creates(world).length, 2)
      equal(lowest(), least)
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      equal(
        ids(world).some((id) => before.includes(id)),
        false,
      )
      const { status } = world.serviceNamed('web') ?? {}
      deepEqual(
        [status?.rollout?.state, status?.rollout?.updated, status?.currentRevision, status?.updatedReplicas],
        ['Completed', 2, revision, 2],
      )
      equal(restartOf(world.life().ports.store, KEY), undefined)
      await world.settle(600_000)
      deepEqual(world.newCalls(), [])
    })

  for (const order of ['StopFirst', 'StartFirst'] as const)
    it(`that is asked for while another goes on begins it anew (${order})`, async () => {
      for (const ms of [1, 50, 400, 1_000, 2_500, 3_000]) {
        const world = await running({ updateStrategy: { order, monitorSeconds: 2 } })
        const lowest = lowestReady(world)
        restart(world)
        await world.settle(ms)
        const between = ids(world)
        restart(world)
        await world.settle()
        deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'], `after ${ms} ms`)
        equal(
          ids(world).some((id) => between.includes(id)),
          false,
          `after ${ms} ms`,
        )
        equal(rolloutOf(world)?.state, 'Completed')
        equal(lowest(), order === 'StartFirst' ? 2 : 1, `after ${ms} ms`)
        equal(restartOf(world.life().ports.store, KEY), undefined)
      }
    })

  for (const order of ['StopFirst', 'StartFirst'] as const)
    it(`in the middle of an update leads to new tasks of the new revision (${order})`, async () => {
      for (const ms of [1, 50, 400, 1_000, 2_500, 3_000]) {
        const world = await running({ updateStrategy: { order, monitorSeconds: 2 } })
        const lowest = lowestReady(world)
        world.service('web', spec('app:2', { updateStrategy: { order, monitorSeconds: 2 } }))
        await world.settle(ms)
        const between = ids(world)
        restart(world)
        await world.settle()
        deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'], `after ${ms} ms`)
        deepEqual(world.imagesRunning(), ['app:2', 'app:2'])
        equal(
          ids(world).some((id) => between.includes(id)),
          false,
          `after ${ms} ms`,
        )
        equal(lowest(), order === 'StartFirst' ? 2 : 1, `after ${ms} ms`)
      }
    })

  it('makes new containers also where a change would need none', async () => {
    const world = await running()
    const before = ids(world)
    const limited = { image: 'app:1', resources: { limits: { memoryBytes: 64 << 20 } } }
    restart(world)
    world.service('web', spec('app:1', { template: limited }))
    await world.settle()
    equal(
      ids(world).some((id) => before.includes(id)),
      false,
    )
    equal(rolloutOf(world)?.state, 'Completed')
    equal(creates(world).length, 2)
  })

  for (const ms of [1, 20, 100, 300, 600, 2_100, 2_500, 4_000])
    it(`goes on where it was ${ms} ms after it began, when reconcile ended then (S6)`, async () => {
      const world = await running()
      const before = ids(world)
      restart(world)
      await world.settle(ms)
      await world.restart()
      await world.settle()
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      equal(
        ids(world).some((id) => before.includes(id)),
        false,
      )
      equal(creates(world).length, 2)
      equal(rolloutOf(world)?.state, 'Completed')
      equal(restartOf(world.life().ports.store, KEY), undefined)
    })

  it('of a job that completed runs it once more, and only once', async () => {
    const world = aWorld({ images })
    world.service('web', { mode: 'ReplicatedJob', replicas: 2, template: { image: 'job:1' } })
    await world.settle()
    equal(world.serviceNamed('web')?.status?.completedReplicas, 2)
    world.newCalls()
    restart(world)
    await world.settle()
    equal(creates(world).length, 2)
    equal(world.serviceNamed('web')?.status?.completedReplicas, 2)
    await world.restart()
    await world.settle()
    deepEqual(creates(world), [])
  })

  it('of a job, or an update of it, runs no more of its tasks at a time than it allows', async () => {
    for (const act of ['restart', 'update'] as const) {
      const world = aWorld({ images })
      const job = { mode: 'ReplicatedJob' as const, replicas: 4, maxConcurrent: 2 }
      world.service('web', { ...job, template: { image: 'job:1' } })
      await world.settle()
      let most = 0
      world.world.clock.after(
        1,
        function look() {
          most = Math.max(most, world.imagesRunning().length)
          world.world.clock.after(7, look, 'periodic')
        },
        'periodic',
      )
      world.newCalls()
      if (act === 'restart') restart(world)
      else world.service('web', { ...job, template: { image: 'job:1', env: [{ name: 'AGAIN', value: '1' }] } })
      await world.settle()
      equal(creates(world).length, 4, act)
      equal(most, 2, act)
      equal(world.serviceNamed('web')?.status?.completedReplicas, 4, act)
    }
  })

  it('while what an update replaced still stops takes no ready task away (StartFirst)', async () => {
    const slow: Partial<V1ServiceSpec> = { updateStrategy: { order: 'StartFirst', monitorSeconds: 2 } }
    const template = { stopGracePeriodSeconds: 8 }
    for (const ms of [1_000, 2_500, 4_000, 6_000, 8_000, 10_000, 12_000, 14_000]) {
      const world = aWorld({ images: slowToStop })
      world.service('web', spec('app:1', { ...slow, template: { image: 'app:1', ...template } }))
      await world.settle()
      const lowest = lowestReady(world)
      world.service('web', spec('app:2', { ...slow, template: { image: 'app:2', ...template } }))
      await world.settle(ms)
      const between = ids(world)
      restart(world)
      await world.settle()
      equal(lowest(), 2, `after ${ms} ms`)
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'], `after ${ms} ms`)
      equal(
        ids(world).some((id) => between.includes(id)),
        false,
        `after ${ms} ms`,
      )
    }
  })

  it('of a service on every node replaces one task after the other', async () => {
    const world = aWorld({ images, nodes: ['a', 'b'] })
    world.service('web', { mode: 'Global', template: { image: 'app:1' } })
    await world.settle()
    const before = world.tasks().map(({ metadata }) => metadata.name)
    const lowest = lowestReady(world)
    restart(world)
    await world.settle()
    equal(lowest(), 1)
    deepEqual(
      world
        .tasks()
        .map(({ spec: { node } }) => node)
        .sort(),
      ['a', 'b'],
    )
    equal(
      world.tasks().some(({ metadata }) => before.includes(metadata.name)),
      false,
    )
  })

  it('brings up what failed, and stops at the first task that does not come up', async () => {
    const world = await running()
    for (let count = 0; count < 50; count++)
      world.host.failNext('startContainer', { status: 400, message: 'no such device' })
    restart(world)
    await world.settle(120_000)
    equal(rolloutOf(world)?.state, 'Stalled')
    match(rolloutOf(world)?.message ?? '', /no such device/)
    equal(world.imagesRunning().length, 1)
  })

  it('of a service that is deleted meanwhile is forgotten', async () => {
    const world = await running()
    restart(world)
    await world.settle(100)
    world.life().ports.store.delete('Service', KEY)
    await world.settle()
    deepEqual(world.containers(), [])
    equal(restartOf(world.life().ports.store, KEY), undefined)
  })

  it('of nothing is over at once', async () => {
    const world = await running({ replicas: 0 })
    restart(world)
    await world.settle()
    equal(rolloutOf(world)?.state, 'Completed')
    equal(restartOf(world.life().ports.store, KEY), undefined)
    deepEqual(world.newCalls(), [])
  })
})
