import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { nodeHold } from '../../controllers/holds/node-hold.ts'
import type { Verb } from '../../engine/engine.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const FAULT = 'driver failed'

/** The engine answers this verb so, as often as said. */
function fails(world: TestWorld, verb: Verb, { times, message = FAULT }: { times: number; message?: string }): void {
  for (let count = 0; count < times; count++) world.host.failNext(verb, { status: 500, message })
}

function rolloutOf(world: TestWorld): string | undefined {
  return world.serviceNamed('web')?.status?.rollout?.state
}

/** The words that a task gives for each state that it was in. */
function reasons(world: TestWorld): string {
  return world
    .life()
    .recorder.events()
    .map(({ reason, message }) => `${reason} ${message}`)
    .join('\n')
}

describe('an engine that fails for a while', () => {
  for (const verb of ['createContainer', 'startContainer'] as const)
    it(`in ${verb} is tried again, and costs a first deploy nothing`, async () => {
      const world = aWorld({ images })
      fails(world, verb, { times: 6 })
      world.service('web', { template: { image: 'app:1', restartPolicy: { condition: 'OnFailure', maxAttempts: 1 } } })
      await world.settle(1_000)
      const [task] = world.tasks()
      deepEqual([task?.status?.reason, task?.status?.message], ['EngineFailing', FAULT])
      equal(await world.settle(), 'quiet')
      equal(rolloutOf(world), 'Completed')
      const { failures = 0, restarts, conditions } = world.tasks()[0]?.status ?? {}
      deepEqual([failures, restarts, conditions?.map(({ type }) => type)], [0, 0, ['Ready']])
    })

  it('to list its volumes is told as such, and not as one that does not answer', async () => {
    const world = aWorld({ images })
    fails(world, 'listVolumes', { times: 100 })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle(20_000)
    const { unreachable, obstacle, conditions } = world.life().ports.store.get('Node', 'a')?.status ?? {}
    deepEqual([unreachable, obstacle], [`list volumes on a: ${FAULT}`, 'Failing'])
    equal(getCondition(conditions, 'Ready')?.message, `it fails: list volumes on a: ${FAULT}`)
    equal(nodeHold('a', world.life().ports)?.because, `a fails: list volumes on a: ${FAULT}`)
  })

  it('is what its task tells also while that is tried again', async () => {
    const world = aWorld({ images })
    fails(world, 'createContainer', { times: 6 })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle(300)
    const told = new Set<string>()
    const { store } = world.life().ports
    const watching = store.watch('Task').subscribe(({ after }) => told.add(after?.status?.message ?? ''))
    await world.settle(1_000)
    watching.unsubscribe()
    deepEqual([...told], [FAULT])
  })

  it('costs a rollout nothing, though it allows no failure', async () => {
    const world = aWorld({ images })
    world.service('web', { replicas: 2, template: { image: 'app:1' } })
    await world.settle()
    fails(world, 'createContainer', { times: 4 })
    fails(world, 'startContainer', { times: 4 })
    world.service('web', {
      replicas: 2,
      template: { image: 'app:2' },
      progressDeadlineSeconds: 2,
      updateStrategy: { monitorSeconds: 1 },
    })
    equal(await world.settle(), 'quiet')
    equal(rolloutOf(world), 'Completed', world.serviceNamed('web')?.status?.rollout?.message)
  })

  it('and then for good fails the rollout, in its own words', async () => {
    const world = aWorld({ images })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    fails(world, 'startContainer', { times: 100 })
    const began = world.world.clock.now()
    world.service('web', { template: { image: 'app:2' } })
    await world.settle(60_000)
    equal(rolloutOf(world), 'Stalled')
    match(world.serviceNamed('web')?.status?.rollout?.message ?? '', /driver failed/)
    const stalled = world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')
    ok(Date.parse(stalled?.lastTransitionTime ?? '') >= began)
    match(reasons(world), /EngineFailing start container/)
  })

  it('is one that has failed in a row: what failed in another way between is not counted', async () => {
    const world = aWorld({ images })
    fails(world, 'startContainer', { times: 1 })
    for (let count = 0; count < 8; count++) world.host.failNext('startContainer', { status: 409, message: 'not now' })
    fails(world, 'startContainer', { times: 1 })
    world.service('web', { template: { image: 'app:1' } })
    equal(await world.settle(), 'quiet')
    match(reasons(world), /StartFailed .*not now\nEngineFailing .*driver failed\n/)
  })

  it('does not have what the spec is refused for: that fails at once', async () => {
    const world = aWorld({ images })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    fails(world, 'startContainer', { times: 100, message: 'OCI runtime create failed: exec: "x": not found' })
    world.service('web', { template: { image: 'app:2' } })
    await world.settle(2_000)
    equal(rolloutOf(world), 'Stalled')
  })

  it('by not answering for longer than the deadline does not fail the rollout either', async () => {
    const world = aWorld({ images })
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    world.service('web', { template: { image: 'app:2' }, progressDeadlineSeconds: 20 })
    await world.settle(60)
    world.host.crash()
    await world.settle(120_000)
    equal(rolloutOf(world), 'Progressing')
    world.host.restart()
    world.world.clock.after(60_000, () => {}) // looking for a host again is no work under way
    await world.settle()
    equal(rolloutOf(world), 'Completed', world.serviceNamed('web')?.status?.rollout?.message)
  })
})
