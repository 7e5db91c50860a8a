import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { setRolloutPause } from '../../controllers/service/rollout-pause.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 200, exitCode: 3 } },
}
const KEY = 'shop/web'
const PAUSED =
  'rollouts paused by anna since 2030-01-01T00:00:00.000Z: a look at it; `reconcile rollout resume web -n shop` lets them go on'

const spec = (image: string, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  replicas: 3,
  template: { image },
  updateStrategy: { monitorSeconds: 2 },
  ...more,
})

const running = (more: Partial<V1ServiceSpec> = {}) => aRunning(spec('app:1', more), { images })

function pause(world: TestWorld): void {
  const since = '2030-01-01T00:00:00.000Z'
  setRolloutPause(world.life().ports.store, KEY, { since, by: 'anna', reason: 'a look at it' })
}

function resume(world: TestWorld): void {
  setRolloutPause(world.life().ports.store, KEY, undefined)
}

const rolloutOf = (world: TestWorld) => world.serviceNamed('web')?.status?.rollout
const readyOf = (world: TestWorld) => getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')

describe('a pause of rollouts', () => {
  for (const order of ['StopFirst', 'StartFirst'] as const)
    it(`finishes the task that is in work, begins with no other, and goes on when it ends (${order})`, async () => {
      const more = { updateStrategy: { order, monitorSeconds: 2 } }
      const world = await running(more)
      world.service('web', spec('app:2', more))
      await world.settle(300)
      pause(world)
      await world.pass(3_600_000)
      deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:2'])
      deepEqual([rolloutOf(world)?.state, rolloutOf(world)?.message], ['Paused', PAUSED])
      const { status, reason, message } = readyOf(world) ?? {}
      deepEqual([status, reason, message], ['False', 'RolloutPaused', `${PAUSED}; 1 of 3 updated, 3 of 3 ready`])
      resume(world)
      await world.settle()
      deepEqual(world.imagesRunning(), ['app:2', 'app:2', 'app:2'])
      deepEqual([rolloutOf(world)?.state, rolloutOf(world)?.message], ['Completed', undefined])
      equal(readyOf(world)?.reason, 'AllReady')
    })

  it('before an update holds all of it, also for the next process', async () => {
    const world = await running()
    pause(world)
    await world.settle()
    deepEqual([readyOf(world)?.status, readyOf(world)?.reason], ['True', 'RolloutPaused'])
    equal(readyOf(world)?.message, `3 of 3 ready; ${PAUSED}`)
    equal(rolloutOf(world)?.state, 'Completed')
    world.newCalls()
    world.service('web', spec('app:2'))
    await world.pass(3_600_000)
    await world.restart()
    await world.pass(3_600_000)
    deepEqual(world.newCalls(), [])
    equal(rolloutOf(world)?.state, 'Paused')
    resume(world)
    await world.settle()
    deepEqual(world.imagesRunning(), ['app:2', 'app:2', 'app:2'])
  })

  it('lets what stops be healed in the revision that it has', async () => {
    const world = await running()
    world.service('web', spec('app:2'))
    await world.settle(300)
    pause(world)
    await world.pass(60_000)
    for (const { Name } of world.host.containers()) world.host.byHand.remove(Name.slice(1))
    await world.pass(60_000)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:2'])
    deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running', 'shop-web-3 running'])
    equal(rolloutOf(world)?.state, 'Paused')
  })

  it('scales by what ran before', async () => {
    const world = await running()
    pause(world)
    world.service('web', spec('app:2', { replicas: 4 }))
    await world.pass(60_000)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1', 'app:1'])
    world.service('web', spec('app:2', { replicas: 2 }))
    await world.pass(60_000)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1'])
  })

  it('holds a failing update where it is: it fails when the pause ends', async () => {
    const more = { updateStrategy: { monitorSeconds: 2, failureAction: 'Rollback' as const } }
    const world = await running(more)
    world.service('web', spec('app:bad', more))
    await world.settle(150)
    pause(world)
    await world.pass(3_600_000)
    equal(rolloutOf(world)?.state, 'Paused')
    equal(world.imagesRunning().filter((image) => image === 'app:1').length, 2)
    match(readyOf(world)?.message ?? '', /0 of 3 updated, 2 of 3 ready; web-1-/)
    resume(world)
    await world.settle()
    equal(rolloutOf(world)?.state, 'RolledBack')
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
  })

  it('is no pause of a first deployment, which replaces nothing', async () => {
    const world = aWorld({ images })
    pause(world)
    world.service('web', spec('app:1'))
    await world.settle()
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1'])
    equal(rolloutOf(world)?.state, 'Completed')
  })

  it('goes with its service', async () => {
    const world = await running()
    pause(world)
    world.life().ports.store.delete('Service', KEY)
    await world.settle()
    equal(world.life().ports.store.fact('rolloutPause', KEY), undefined)
  })
})
