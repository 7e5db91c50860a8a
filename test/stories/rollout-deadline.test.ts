import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1ServiceSpec, V1UpdateStrategy } from '../../api/v1/generated/types.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const MINUTES = 60_000

const two = (image: string, more: Partial<V1ServiceSpec> = {}) => ({ replicas: 2, template: { image }, ...more })

function rolloutOf(world: TestWorld) {
  return world.serviceNamed('web')?.status?.rollout
}

describe('the time in which a rollout has to move on', () => {
  for (const [what, updateStrategy] of Object.entries<V1UpdateStrategy>({
    'a delay between two tasks': { delaySeconds: 600, failureAction: 'Rollback' },
    'the watch of each task': { monitorSeconds: 600, failureAction: 'Rollback' },
  }))
    it(`does not run in ${what}, however long that is`, async () => {
      const world = await aRunning(two('app:1', { updateStrategy: {} }), { images: { 'app:1': RUNS, 'app:2': RUNS } })
      world.service('web', two('app:2', { updateStrategy }))
      await world.pass(25 * MINUTES)
      equal(rolloutOf(world)?.state, 'Completed')
      deepEqual(world.imagesRunning(), ['app:2', 'app:2'])
    })

  it('does not run in a delay of a restart in which the task before it was made again', async () => {
    const world = await aRunning(two('app:1', { updateStrategy: { delaySeconds: 600 } }), { images: { 'app:1': RUNS } })
    const before = new Set(world.host.containers().map(({ Id }) => Id))
    askRestart(world.life().ports.store, 'shop/web', world.world.clock.now())
    await world.pass(2 * MINUTES)
    const [restarted] = world.host.containers().filter(({ Id }) => !before.has(Id))
    world.host.byHand.remove(restarted?.Name?.slice(1) ?? '')
    await world.pass(25 * MINUTES)
    equal(rolloutOf(world)?.state, 'Completed')
    equal(
      world.host.containers().some(({ Id }) => before.has(Id)),
      false,
    )
  })

  for (const failureAction of ['Pause', 'Rollback'] as const)
    it(`does not run while an old task takes its grace to stop, however long that is: ${failureAction}`, async () => {
      const stays = { config: { Cmd: ['stay'] }, behaviour: { ignoresTerm: true } }
      const declared = (image: string, stopGracePeriodSeconds: number) =>
        two('', { template: { image, stopGracePeriodSeconds }, updateStrategy: { failureAction } })
      const world = await aRunning(declared('app:1', 900), { images: { 'app:1': stays, 'app:2': RUNS } })
      world.service('web', declared('app:2', 1))
      await world.pass(40 * MINUTES)
      equal(rolloutOf(world)?.state, 'Completed')
      deepEqual(world.imagesRunning(), ['app:2', 'app:2'])
    })

  for (const order of ['StopFirst', 'StartFirst'] as const)
    it(`does not run while a task stops that is to come back: ${order}`, async () => {
      const stays = { config: { Cmd: ['stay'] }, behaviour: { ignoresTerm: true } }
      const declared = (image: string) =>
        two('', { template: { image, stopGracePeriodSeconds: 900 }, updateStrategy: { order } })
      const world = await aRunning(declared('app:1'), { images: { 'app:1': stays, 'app:2': RUNS } })
      world.service('web', declared('app:2'))
      await world.pass(MINUTES)
      world.service('web', declared('app:1'))
      await world.pass(10 * MINUTES)
      equal(rolloutOf(world)?.state, 'Progressing')
      await world.pass(50 * MINUTES)
      equal(rolloutOf(world)?.state, 'Completed')
      deepEqual(world.imagesRunning(), ['app:1', 'app:1'])
    })

  it('does not run while the tasks of a first deployment are watched', async () => {
    const world = aWorld({ images: { 'app:1': RUNS } })
    world.service('web', two('app:1', { updateStrategy: { monitorSeconds: 600 } }))
    await world.pass(9 * MINUTES)
    equal(rolloutOf(world)?.state, 'Progressing')
    await world.pass(2 * MINUTES)
    equal(rolloutOf(world)?.state, 'Completed')
  })

  it('does not run in the start period of a health check', async () => {
    const slow = { ...RUNS, behaviour: { ...RUNS.behaviour, healthyAfterMs: 8 * MINUTES } }
    const world = await aRunning(two('app:1'), { images: { 'app:1': RUNS, 'app:2': slow } })
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5, startPeriodSeconds: 600 }
    world.service('web', { replicas: 1, template: { image: 'app:2', healthcheck } })
    await world.pass(7 * MINUTES)
    equal(rolloutOf(world)?.state, 'Progressing')
    await world.pass(3 * MINUTES)
    equal(rolloutOf(world)?.state, 'Completed')
  })

  for (const aheadMs of [3_600_000, -3_600_000])
    it(`does not run in a start period by a clock that is ${aheadMs / 3_600_000} h ahead`, async () => {
      const slow = { ...RUNS, behaviour: { ...RUNS.behaviour, healthyAfterMs: 8 * MINUTES } }
      const world = await aRunning(two('app:1'), {
        images: { 'app:1': RUNS, 'app:2': slow },
        clocksAheadMs: { a: aheadMs },
      })
      const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5, startPeriodSeconds: 600 }
      world.service('web', { replicas: 1, template: { image: 'app:2', healthcheck } })
      await world.pass(10 * MINUTES)
      equal(rolloutOf(world)?.state, 'Completed')
    })

  const onOne = (image: string, replicas: number, more: Partial<V1ServiceSpec> = {}) => ({
    ...{ replicas, template: { image }, updateStrategy: { failureAction: 'Rollback' } as const },
    ...{ ...more, placement: { maxReplicasPerNode: 1, ...more.placement } },
  })
  const oneImage = { images: { 'app:1': RUNS, 'app:2': RUNS } }

  it('ends what is half done and has no node for the rest: it is rolled back', async () => {
    const world = await aRunning(onOne('app:1', 2), { ...oneImage, nodes: ['a', 'b'] })
    world.service('web', onOne('app:2', 2, { placement: { constraints: ['node.hostname == a'] } }))
    await world.pass(60 * MINUTES)
    deepEqual([rolloutOf(world)?.state, world.imagesRunning()], ['RolledBack', ['app:1']])
  })

  it('holds what is half done and has no node for the rest, and goes on once there is one', async () => {
    const placement = { constraints: ['node.hostname == b'] }
    const on = (hostPort: number) => ({ image: 'app:1', ports: [{ hostPort, containerPort: 80 }] })
    const world = await aRunning(two('app:1', { template: on(80), placement: { maxReplicasPerNode: 1 } }), {
      ...oneImage,
      nodes: ['a', 'b'],
    })
    world.service('api', { template: on(81), placement })
    await world.pass(MINUTES)
    world.service('web', two('app:1', { template: on(81), placement: { maxReplicasPerNode: 1 } }))
    await world.pass(10 * MINUTES)
    match(rolloutOf(world)?.message ?? '', /^no progress for 300 s: task web-\S+ is NoNodeFits, .*port 81/)
    equal(rolloutOf(world)?.state, 'Stalled')
    world.service('api', { template: on(85), placement })
    await world.pass(10 * MINUTES)
    equal(rolloutOf(world)?.state, 'Completed')
  })

  it('holds what is half done where nothing is known good to go back to, and goes on once there is a node', async () => {
    const world = aWorld({ ...oneImage, nodes: ['a', 'b'] })
    const updateStrategy = { failureAction: 'Rollback', parallelism: 2 } as const
    const placement = { constraints: ['node.hostname == a'] }
    world.service('web', onOne('app:1', 2, { placement }))
    await world.pass(10 * MINUTES)
    world.service('web', onOne('app:2', 2, { placement, updateStrategy }))
    await world.pass(10 * MINUTES)
    const { stalledHash, rollout } = world.serviceNamed('web')?.status ?? {}
    deepEqual([rollout?.state, rollout?.updated, stalledHash], ['Stalled', 1, undefined])
    world.service('web', onOne('app:2', 2, { updateStrategy }))
    await world.pass(10 * MINUTES)
    equal(rolloutOf(world)?.state, 'Completed')
  })

  it('ends nothing that waits for a node and of which nothing runs, whoever of it waits for its turn', async () => {
    const world = await aRunning(onOne('app:1', 1), oneImage)
    world.service('web', onOne('app:2', 2))
    await world.pass(30 * MINUTES)
    const { stalledHash, rollout } = world.serviceNamed('web')?.status ?? {}
    deepEqual([rollout?.state, stalledHash, world.imagesRunning()], ['Stalled', undefined, ['app:1']])
    match(rollout?.message ?? '', /^no progress for 300 s: task \S+ is NoNodeFits/)
    world.service('web', onOne('app:2', 1))
    await world.pass(10 * MINUTES)
    deepEqual([rolloutOf(world)?.state, world.imagesRunning()], ['Completed', ['app:2']])
  })

  it('goes by though tasks that are to be replaced end and start again', async () => {
    const world = await aRunning(two('app:1'), {
      images: { 'app:1': RUNS },
      registry: { 'app:2': { failing: 'registry says 500' } },
    })
    world.service('web', two('app:2'))
    for (let minute = 0; minute < 8; minute++) {
      world.host.byHand.exit('shop-web-2', 1)
      await world.pass(MINUTES)
    }
    equal(rolloutOf(world)?.state, 'Stalled')
    match(rolloutOf(world)?.message ?? '', /no progress for 300 s: .*registry says 500/)
    deepEqual(world.imagesRunning(), ['app:1', 'app:1'])
  })
})

describe('a rollout with a slot that never comes up', () => {
  const spec: Partial<V1ServiceSpec> = { replicas: 2, placement: { maxReplicasPerNode: 1 } }
  const flaps: Readonly<Record<string, [Partial<V1ServiceSpec['template']>, (world: TestWorld) => Promise<void>]>> = {
    'ends again and again': [{}, async (world) => world.host.byHand.exit('shop-web-1', 1)],
    'is unhealthy again and again, and never restarted': [
      { healthcheck: { test: ['CMD', 'true'], intervalSeconds: 1 }, restartPolicy: { condition: 'Never' } },
      async (world) => {
        world.host.byHand.setHealth('shop-web-1', 'unhealthy')
        await world.pass(MINUTES / 2)
        world.host.byHand.setHealth('shop-web-1', 'healthy')
      },
    ],
  }
  for (const [what, [template, flap]] of Object.entries(flaps))
    it(`fails at its deadline, though another ${what}`, async () => {
      const world = aWorld({ images: { 'app:1': RUNS } })
      world.service('web', { ...spec, template: { image: 'app:1', ...template } })
      await world.pass(MINUTES)
      for (let times = 0; times < 6; times++) {
        equal(world.serviceNamed('web')?.status?.readyReplicas, 1)
        await flap(world)
        await world.pass(MINUTES)
      }
      equal(rolloutOf(world)?.state, 'Stalled')
      match(rolloutOf(world)?.message ?? '', /no progress for 300 s: .*NoNodeFits/)
    })
})

describe('a first deployment that ends again and again while it is watched', () => {
  it('stalls once, and is quiet from then on', async () => {
    const ends = { config: { Cmd: ['serve'] }, behaviour: { exitsAfterMs: 15_000, exitCode: 1 } }
    const world = aWorld({ images: { 'app:1': ends } })
    const states: (string | undefined)[] = []
    const watch = world
      .life()
      .ports.store.watch('Service')
      .subscribe(({ after }) => {
        const { state } = after?.status?.rollout ?? {}
        if (state !== states.at(-1)) states.push(state)
      })
    world.service('web', { template: { image: 'app:1' }, updateStrategy: { monitorSeconds: 30 } })
    await world.pass(60 * MINUTES)
    watch.unsubscribe()
    deepEqual(states.slice(-2), ['Progressing', 'Stalled'])
    equal(states.length < 5, true, states.join(' '))
  })
})

describe('a first deployment that ended for good', () => {
  it('is begun anew by a person alone, and says so', async () => {
    const ends = { config: { Cmd: ['serve'] }, behaviour: { exitsAfterMs: 100, exitCode: 1 } }
    const world = aWorld({ images: { 'app:1': ends } })
    const template = { image: 'app:1', restartPolicy: { condition: 'Never' as const } }
    world.service('web', { template, updateStrategy: { monitorSeconds: 10 } })
    await world.pass(60 * MINUTES)
    const { message = '' } = getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready') ?? {}
    match(
      message,
      /exited with 1; correct the manifest, or `reconcile rollout retry web -n shop` once its cause is gone$/,
    )
    world.service('web', { template: { ...template, image: 'app:2' }, placement: { constraints: ['node.name==b'] } })
    await world.pass(10 * MINUTES)
    const after = getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')?.message ?? ''
    match(after, /is NoNodeFits, .*; it goes on as soon as it can; else correct the manifest/)
  })
})

describe('an update that waits for a migration which failed', () => {
  const migration = (image: string): Partial<V1ServiceSpec> => ({
    mode: 'ReplicatedJob',
    template: { image, restartPolicy: { condition: 'Never' } },
  })
  const web = (image: string): Partial<V1ServiceSpec> => ({
    template: { image },
    dependsOn: [{ service: 'migration', condition: 'Completed' }],
  })
  const ends = (exitCode: number) => ({ config: { Cmd: ['migrate'] }, behaviour: { exitsAfterMs: 500, exitCode } })

  it('says so when its time is over, and goes on with the one that completes', async () => {
    const images = { 'app:1': RUNS, 'app:2': RUNS, 'job:1': ends(0), 'job:bad': ends(1), 'job:2': ends(0) }
    const world = aWorld({ images })
    world.service('migration', migration('job:1'))
    world.service('web', web('app:1'))
    await world.pass(MINUTES)
    world.service('migration', migration('job:bad'))
    world.service('web', web('app:2'))
    await world.pass(10 * MINUTES)
    equal(rolloutOf(world)?.state, 'Stalled')
    match(rolloutOf(world)?.message ?? '', /migration, which failed/)
    deepEqual(world.imagesRunning(), ['app:1'])
    world.service('migration', migration('job:2'))
    await world.pass(MINUTES)
    equal(rolloutOf(world)?.state, 'Completed')
    deepEqual(world.imagesRunning(), ['app:2'])
  })
})
