import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec, V1Volume } from '../../api/v1/generated/types.ts'
import { hasFailed } from '../../api/v1/failed-revision.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { lossesOf } from '../../controllers/holds/lost-volume.ts'
import { askRetry } from '../../controllers/service/retry.ts'
import type { Engine } from '../../engine/engine.ts'
import { startLife } from '../../plan/world.ts'
import { fixedContents } from '../../store/contents/fixed.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = {
  'app:1': RUNS,
  'app:2': RUNS,
  'app:bad': { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 200, exitCode: 3 } },
}

const spec = (image: string, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  replicas: 2,
  template: { image },
  ...more,
})

function rolloutOf(world: TestWorld) {
  return world.serviceNamed('web')?.status?.rollout
}

function failedRevisions(world: TestWorld): readonly (string | undefined)[] {
  const revisions = [...world.life().ports.store.list('Revision').values()]
  return revisions.filter(hasFailed).map(({ spec }) => spec.template.image)
}

/** A service whose update from `app:1` to the image failed once, in the first start of it. */
async function failedUpdate(image: string, more: Partial<V1ServiceSpec>): Promise<TestWorld> {
  const world = aWorld({ images })
  world.service('web', spec('app:1', more))
  await world.settle()
  if (image === 'app:2') world.host.failNext('startContainer', { status: 400, message: 'no such device' })
  world.service('web', spec(image, more))
  await world.settle(120_000)
  world.newCalls()
  return world
}

async function retry(world: TestWorld): Promise<void> {
  askRetry(world.life().ports.store, 'shop/web')
  await world.settle(120_000)
}

describe('a retry', () => {
  it('goes on with an empty volume once a person approved the loss that its rollout failed for', async () => {
    const world = aWorld({ images })
    const { store } = world.life().ports
    const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
    world.service('web', { template: { image: 'app:1', mounts } })
    await world.settle()
    world.service('web', { template: { image: 'app:1' } })
    await world.settle()
    world.host.byHand.removeVolume('shop_data')
    world.service('web', { template: { image: 'app:2', mounts } })
    await world.pass(400_000)
    match(rolloutOf(world)?.message ?? '', /reconcile approve volume\/data -n shop/)
    const losses = lossesOf(store.get('Volume', 'shop/data') as V1Volume).map(({ node }) => node)
    deepEqual(losses, ['a'])
    store.putFact('approval', 'Volume/shop/data', losses)
    await retry(world)
    equal(rolloutOf(world)?.state, 'Completed')
    deepEqual([...world.host.state.volumes.keys()], ['shop_data'])
    deepEqual(world.imagesRunning(), ['app:2'])
  })

  for (const failureAction of ['Pause', 'Rollback'] as const)
    for (const order of ['StopFirst', 'StartFirst'] as const) {
      const more = { updateStrategy: { failureAction, order } }
      it(`begins a failed rollout anew with the same template (${failureAction}, ${order})`, async () => {
        const world = await failedUpdate('app:2', more)
        equal(rolloutOf(world)?.state, failureAction === 'Rollback' ? 'RolledBack' : 'Stalled')
        deepEqual(failedRevisions(world), ['app:2'])
        await retry(world)
        deepEqual(failedRevisions(world), [])
        equal(rolloutOf(world)?.state, 'Completed')
        equal(rolloutOf(world)?.message, undefined)
        deepEqual(world.imagesRunning(), ['app:2', 'app:2'])
        deepEqual(
          world.containers().filter((each) => !each.includes('.failed')),
          ['shop-web-1 running', 'shop-web-2 running'],
        )
      })

      it(`that fails again ends as the first one did, and is not repeated (${failureAction}, ${order})`, async () => {
        const world = await failedUpdate('app:bad', more)
        const { state } = rolloutOf(world) ?? {}
        await retry(world)
        equal(rolloutOf(world)?.state, state)
        equal(world.newCalls().filter((call) => call.includes('/containers/create')).length > 0, true)
        await world.settle(600_000)
        equal(world.newCalls().filter((call) => call.includes('/containers/create')).length, 0)
      })
    }

  it('leaves what runs running until the new attempt is up (StartFirst)', async () => {
    const world = await failedUpdate('app:2', { updateStrategy: { order: 'StartFirst' } })
    let lowest = 2
    world
      .life()
      .ports.store.watch('Service')
      .subscribe(({ after }) => {
        lowest = Math.min(lowest, after?.status?.readyReplicas ?? 2)
      })
    await retry(world)
    equal(rolloutOf(world)?.state, 'Completed')
    equal(lowest, 2)
  })

  it('of a first deployment that gave up makes new tasks', async () => {
    const world = aWorld({ images })
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5 }
    world.service('web', { template: { image: 'app:1', restartPolicy: { condition: 'Never' }, healthcheck } })
    const isUp = () => world.containers().includes('shop-web-1 running')
    for (let step = 0; step < 500 && !isUp(); step++) await world.settle(10)
    world.host.byHand.exit('shop-web-1', 1)
    await world.settle(60_000)
    equal(rolloutOf(world)?.state, 'Stalled')
    await retry(world)
    equal(rolloutOf(world)?.state, 'Completed')
    deepEqual(world.imagesRunning(), ['app:1'])
  })

  it('of what did not fail does nothing', async () => {
    const world = aWorld({ images })
    world.service('web', spec('app:1'))
    await world.settle()
    world.newCalls()
    await retry(world)
    deepEqual(world.newCalls(), [])
    equal(rolloutOf(world)?.state, 'Completed')
    equal(world.life().ports.store.fact('retry', 'shop/web'), undefined)
  })

  it('survives the end of the process that was asked', async () => {
    const world = await failedUpdate('app:2', {})
    await world.life().stop()
    askRetry(world.life().ports.store, 'shop/web')
    await world.settle(1_000)
    await world.restart()
    await world.settle(120_000)
    equal(rolloutOf(world)?.state, 'Completed')
  })

  it('survives that its host is found under another name (S6)', async () => {
    const world = await failedUpdate('app:2', {})
    const { store } = world.life().ports
    await world.life().stop()
    askRetry(store, 'shop/web')
    store.delete('Node', 'a')
    await world.settle(1_000)
    const engine = (): Engine => ({ ...world.host.engine(), node: 'b' })
    const hosts = new Map([['b', { ...world.host, engine }]])
    const contents = fixedContents(new Map(), world.world.clock)
    const life = startLife({ ...world.world, hosts }, { installation: 'default', contents })
    await world.settle(120_000)
    const service = life.ports.store.get('Service', 'shop/web')
    equal(service?.status?.rollout?.state, 'Completed')
    deepEqual(world.imagesRunning(), ['app:2', 'app:2'])
  })

  it('is what a failed rollout names as its remedy', async () => {
    for (const failureAction of ['Pause', 'Rollback'] as const) {
      const world = await failedUpdate('app:bad', { updateStrategy: { failureAction } })
      const ready = world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')
      match(ready?.message ?? '', /`reconcile rollout retry web -n shop`/)
    }
  })
})
