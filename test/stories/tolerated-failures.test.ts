import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec, V1UpdateStrategy } from '../../api/v1/generated/types.ts'
import { aRunning, aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 200, exitCode: 3 } },
}

const four = (image: string, updateStrategy: V1UpdateStrategy, more: Partial<V1ServiceSpec> = {}) => ({
  ...{ replicas: 4, template: { image }, updateStrategy },
  ...more,
})

function rolloutOf(world: TestWorld) {
  return world.serviceNamed('web')?.status?.rollout
}

function imagesWanted(world: TestWorld): readonly (string | undefined)[] {
  return world.tasks().map(({ spec }) => spec.template.image)
}

describe('an update that puts up with failures', () => {
  for (const parallelism of [0, 1, 2])
    it(`goes through all slots, ${parallelism} at a time, and ends, though each of them fails`, async () => {
      const world = await aRunning(four('app:1', {}), { images })
      world.service('web', four('app:bad', { failureAction: 'Continue', parallelism }))
      await world.pass(600_000)
      equal(rolloutOf(world)?.state, 'Completed')
      deepEqual(imagesWanted(world), ['app:bad', 'app:bad', 'app:bad', 'app:bad'])
      equal(world.serviceNamed('web')?.status?.conditions?.[0]?.status, 'False')
    })

  it('has not ended where what fails could not even take the place of what runs', async () => {
    const world = await aRunning(four('app:1', {}), { images })
    world.service('web', four('app:none', { failureAction: 'Continue' }))
    await world.pass(600_000)
    equal(rolloutOf(world)?.state, 'Stalled')
    deepEqual(world.imagesRunning(), ['app:1', 'app:1', 'app:1', 'app:1'])
  })

  for (const tolerant of [{ failureAction: 'Continue' }, { maxFailureRatio: 1 }] as const)
    it(`ends at its deadline where new tasks start first, and costs none of the old: ${Object.keys(tolerant)[0]}`, async () => {
      const world = await aRunning(four('app:1', {}), { images })
      world.service('web', four('app:bad', { ...tolerant, order: 'StartFirst' }, { progressDeadlineSeconds: 120 }))
      await world.pass(100_000)
      equal(rolloutOf(world)?.state, 'Progressing')
      deepEqual(imagesWanted(world).filter((image) => image === 'app:bad').length, 4)
      await world.pass(100_000)
      equal(rolloutOf(world)?.state, 'Stalled')
      match(rolloutOf(world)?.message ?? '', /no progress for 120 s: task web-1-\w+ is CrashLoop/)
      deepEqual(world.imagesRunning().filter((image) => image === 'app:1').length, 4)
    })

  for (const [maxFailureRatio, state, updated] of [
    [0.3, 'Completed', 4],
    [0.2, 'Stalled', 1],
  ] as const)
    it(`is ${state} with one of four failed, where it allows ${maxFailureRatio}`, async () => {
      const ends = { restartPolicy: { condition: 'Never' as const } }
      const world = await aRunning(four('app:1', {}), { images: { ...images, 'app:2': RUNS } })
      world.service('web', four('app:2', { maxFailureRatio }, { template: { image: 'app:2', ...ends } }))
      await world.pass(2_000)
      world.host.byHand.exit('shop-web-1', 1)
      await world.pass(600_000)
      equal(rolloutOf(world)?.state, state)
      equal(imagesWanted(world).filter((image) => image === 'app:2').length, updated)
    })
})

describe('a job whose tasks run one after the other', () => {
  const job = (maxFailureRatio: number): Partial<V1ServiceSpec> => ({
    ...{ mode: 'ReplicatedJob', replicas: 3, maxConcurrent: 1, updateStrategy: { maxFailureRatio } },
    template: { image: 'job', restartPolicy: { condition: 'Never' } },
  })
  const world = (ratio: number) => {
    const made = aWorld({
      images: { job: { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 500, exitCode: 1 } } },
    })
    made.service('web', job(ratio))
    return made
  }

  it('runs the next where the one before failed, and that is put up with', async () => {
    const tolerant = world(1)
    await tolerant.pass(60_000)
    equal(tolerant.tasks().filter(({ status }) => status?.phase === 'Failed').length, 3)
  })

  it('runs no other where one failed, and that is not', async () => {
    const strict = world(0.3)
    await strict.pass(60_000)
    deepEqual(
      strict.tasks().map(({ status }) => status?.phase),
      ['Failed'],
    )
    match(rolloutOf(strict)?.state ?? '', /Stalled/)
  })
})
