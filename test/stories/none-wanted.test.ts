import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { wasNeverReady } from '../../api/v1/failed-revision.ts'
import { askRetry } from '../../controllers/service/retry.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 1_500, exitCode: 3 } },
}

/** Declares that many replicas of an image, which are rolled back when they fail. */
function declare(world: TestWorld, image: string, replicas: number): void {
  const spec: Partial<V1ServiceSpec> = {
    ...{ replicas, template: { image } },
    updateStrategy: { failureAction: 'Rollback', monitorSeconds: 2 },
  }
  world.service('web', spec)
}

/** As `declare`, and lets time run until nothing goes on. */
async function settled(world: TestWorld, image: string, replicas: number): Promise<void> {
  declare(world, image, replicas)
  await world.settle()
}

const rolloutOf = (world: TestWorld) => world.serviceNamed('web')?.status?.rollout
const neverReady = (world: TestWorld) =>
  [...world.life().ports.store.list('Revision').values()].filter(wasNeverReady).map(({ spec }) => spec.template.image)

describe('an update of a service of which no task is wanted', () => {
  it('is tried once tasks are wanted again, and rolled back where it fails', async () => {
    const world = aWorld({ images })
    await settled(world, 'app:1', 2)
    await settled(world, 'app:bad', 0)
    deepEqual([rolloutOf(world)?.state, neverReady(world)], ['Completed', ['app:bad']])
    await world.restart()
    await world.settle()
    deepEqual([rolloutOf(world)?.state, neverReady(world)], ['Completed', ['app:bad']])
    await settled(world, 'app:bad', 2)
    deepEqual([rolloutOf(world)?.state, world.imagesRunning()], ['RolledBack', ['app:1', 'app:1']])
    match(rolloutOf(world)?.message ?? '', /^task web-\d-\w+: it exited with 3/)
  })

  it('is tried, too, where the tasks were taken away in its midst', async () => {
    const world = aWorld({ images })
    await settled(world, 'app:1', 2)
    declare(world, 'app:bad', 2)
    await world.settle(800)
    await settled(world, 'app:bad', 0)
    await settled(world, 'app:bad', 2)
    deepEqual([rolloutOf(world)?.state, world.imagesRunning()], ['RolledBack', ['app:1', 'app:1']])
  })

  it('has failed as before where a retry of it tried nothing', async () => {
    const world = aWorld({ images })
    await settled(world, 'app:1', 2)
    await settled(world, 'app:bad', 2)
    await settled(world, 'app:bad', 0)
    askRetry(world.life().ports.store, 'shop/web')
    await world.settle()
    equal(rolloutOf(world)?.state, 'Completed')
    await settled(world, 'app:bad', 2)
    deepEqual([rolloutOf(world)?.state, world.imagesRunning()], ['RolledBack', ['app:1', 'app:1']])
  })

  it('is complete once its tasks are up', async () => {
    const world = aWorld({ images })
    await settled(world, 'app:1', 2)
    await settled(world, 'app:2', 0)
    await settled(world, 'app:2', 2)
    deepEqual([rolloutOf(world)?.state, world.imagesRunning()], ['Completed', ['app:2', 'app:2']])
    deepEqual(neverReady(world), [])
    await settled(world, 'app:2', 0)
    await settled(world, 'app:2', 2)
    equal(world.serviceNamed('web')?.status?.currentRevision, rolloutOf(world)?.revision)
  })
})

describe('a first deployment of no task', () => {
  it('fails once its tasks are wanted, and crash', async () => {
    const world = aWorld({ images })
    await settled(world, 'app:bad', 0)
    equal(rolloutOf(world)?.state, 'Completed')
    await world.pass(3_600_000)
    await settled(world, 'app:bad', 2)
    equal(rolloutOf(world)?.state, 'Stalled')
  })
})
