import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1RestartPolicy, V1ServiceSpec } from '../../api/v1/generated/types.ts'
import type { InventoryFeed } from '../../engine/informer/feed.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const fails = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 3 } }
const succeeds = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } }
const images = { 'app:1': RUNS, 'app:2': RUNS, 'job:1': succeeds, 'job:2': fails, 'slow:2': RUNS }

function running({ host }: TestWorld): readonly string[] {
  const up = host.containers().filter(({ State }) => State.Status === 'running')
  return up.map(({ Name, Config }) => `${Name.slice(1)} ${Config.Image}`).sort()
}

/** A world in which `shop/web` runs app:2 in one slot, and the other's create was refused. */
async function halfDone(): Promise<TestWorld> {
  const world = aWorld({ images })
  const spec = (image: string): Partial<V1ServiceSpec> => ({ replicas: 2, template: { image } })
  world.service('web', spec('app:1'))
  equal(await world.settle(), 'quiet')
  world.service('web', spec('app:2'))
  while (!running(world).some((line) => line.endsWith('app:2'))) await world.pass(5)
  world.host.failNext('createContainer', { status: 400, message: 'no such device' })
  await world.settle(60_000)
  equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
  world.newCalls()
  return world
}

/** A world in which `shop/web` runs app:1 on `b`, and the create of app:2 on `a` was refused. */
async function halfMoved(): Promise<TestWorld> {
  const world = aWorld({ images, nodes: ['a', 'b'] })
  const on = (node: string, image: string): Partial<V1ServiceSpec> => ({
    template: { image },
    placement: { constraints: [`node.hostname==${node}`] },
  })
  world.service('web', on('b', 'app:1'))
  equal(await world.settle(), 'quiet')
  world.host.failNext('createContainer', { status: 400, message: 'no such device' })
  world.service('web', on('a', 'app:2'))
  await world.pass(60_000)
  deepEqual([world.serviceNamed('web')?.status?.rollout?.state, running(world)], ['Stalled', []])
  return world
}

function hostB({ world }: TestWorld): SimulatedHost {
  return world.hosts.get('b') as SimulatedHost
}

describe('an update that failed half-way', () => {
  const left = ['shop-web-1 app:2', 'shop-web-2 app:1']

  it('tries nothing beside what runs, and says why', async () => {
    const world = await halfDone()
    await world.pass(600_000)
    deepEqual([running(world), world.newCalls()], [left, []])
    const waiting = world.tasks().find(({ status }) => status?.phase === 'Preparing')?.status
    equal(waiting?.reason, 'RolloutFailed')
    match(waiting.message ?? '', /^its revision failed: task web-2-\w+: no such device$/)
  })

  it('stays so where reconcile is there before the engine, as at a boot', async () => {
    const world = await halfDone()
    const stopping = world.life().stop()
    await world.settle()
    await stopping
    world.host.crash()
    await world.restart()
    await world.pass(5_000)
    world.host.restart()
    await world.pass(60_000)
    // What its engine starts again may be started by us as well.
    const calls = world.newCalls().filter((call) => !call.endsWith('/start'))
    deepEqual([running(world), calls], [left, []])
  })

  it('is tried on where what stood beside it is on a host that is lost', async () => {
    const world = await halfMoved()
    hostB(world).hang()
    await world.pass(60_000)
    deepEqual(running(world), ['shop-web-1 app:2'])
  })

  it('is tried on at once where that host never answered these controllers, and is not declared any more', async () => {
    const world = await halfMoved()
    const stopping = world.life().stop()
    await world.settle()
    await stopping
    hostB(world).crash()
    await world.restart()
    await world.pass(3_000)
    deepEqual(running(world), [])
    const { store, inventory } = world.life().ports
    store.delete('Node', 'b')
    ;(inventory as InventoryFeed).removeHost('b')
    await world.pass(1_000)
    deepEqual(running(world), ['shop-web-1 app:2'])
  })

  it('runs no job of before again', async () => {
    const world = aWorld({ images })
    const spec = (image: string): Partial<V1ServiceSpec> => ({
      mode: 'ReplicatedJob',
      template: { image, restartPolicy: { condition: 'Never' } },
    })
    world.service('web', spec('job:1'))
    await world.settle()
    world.service('web', spec('job:2'))
    await world.settle()
    world.newCalls()
    await world.restart()
    await world.pass(60_000)
    deepEqual([world.tasks().map(({ status }) => status?.phase), world.newCalls()], [['Failed'], []])
  })
})

describe('the failed update of what is there to end', () => {
  /** A job whose update failed, and whose new tasks run again. */
  async function failedJob(replicas = 1): Promise<TestWorld> {
    const world = aWorld({ images })
    world.service('job', { mode: 'ReplicatedJob', replicas, template: { image: 'job:1' } })
    await world.settle()
    world.service('job', { mode: 'ReplicatedJob', replicas, template: { image: 'slow:2' } })
    await world.pass(1_000)
    for (let ends = 0; ends < 2; ends++) {
      for (const { Name } of world.host.containers()) world.host.byHand.exit(Name.slice(1), 3)
      await world.pass(5_000)
    }
    equal(world.serviceNamed('job')?.status?.rollout?.state, 'Stalled')
    return world
  }
  const stateOf = (world: TestWorld) => {
    const { rollout, stalledHash, conditions } = world.serviceNamed('job')?.status ?? {}
    return [rollout?.state, stalledHash === undefined, getCondition(conditions, 'Ready')?.reason]
  }

  it('is none any more once all of it has completed', async () => {
    const world = await failedJob(2)
    world.host.byHand.exit('shop-job-1', 0)
    await world.pass(1_000)
    deepEqual(stateOf(world), ['Stalled', false, 'RolloutFailed'])
    world.host.byHand.exit('shop-job-2', 0)
    await world.pass(1_000)
    deepEqual(stateOf(world), ['Completed', true, 'AllReady'])
    world.newCalls()
    await world.restart()
    await world.pass(60_000)
    deepEqual([stateOf(world), world.newCalls()], [['Completed', true, 'AllReady'], []])
  })

  it('stays where none is wanted', async () => {
    const world = await failedJob()
    world.service('job', { mode: 'ReplicatedJob', replicas: 0, template: { image: 'slow:2' } })
    await world.pass(1_000)
    deepEqual(stateOf(world).slice(0, 2), ['Stalled', false])
  })
})

describe('the words of an update that failed', () => {
  const again = (by: string) =>
    new RegExp(
      `; a task that fails is started again ${by}, but the rollout stays failed until all have completed: correct`,
    )
  const rows: readonly [string, V1RestartPolicy | undefined, RegExp][] = [
    ['its engine goes on with its tasks', { condition: 'OnFailure' }, again('by its engine')],
    ['its engine does where no policy is declared', undefined, again('by its engine')],
    ['they are started with the delay that is declared', { delaySeconds: 5 }, again('as its restart policy says')],
    ['nothing, where nothing starts them again', { condition: 'Never' }, /it exited with 3; correct the manifest, or /],
    [
      'nothing, once its limit is reached',
      { condition: 'OnFailure', maxAttempts: 1 },
      /allows 1; correct the manifest/,
    ],
  ]
  for (const [what, restartPolicy, wants] of rows)
    it(`say ${what}`, async () => {
      const world = aWorld({ images })
      const spec = (image: string): Partial<V1ServiceSpec> => ({
        mode: 'ReplicatedJob',
        template: { image, ...(restartPolicy ? { restartPolicy } : {}) },
      })
      world.service('job', spec('job:1'))
      equal(await world.settle(), 'quiet')
      world.service('job', spec('job:2'))
      await world.pass(60_000)
      const { status } = world.serviceNamed('job') ?? {}
      equal(status?.rollout?.state, 'Stalled')
      match(getCondition(status.conditions, 'Ready')?.message ?? '', wants)
    })
})
