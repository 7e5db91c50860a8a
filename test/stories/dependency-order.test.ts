import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { annotations } from '../../api/v1/labels.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const slow = {
  config: { Cmd: ['serve'], Healthcheck: { Test: ['CMD', 'true'], Interval: 1e9, Retries: 3 } },
  behaviour: { healthyAfterMs: 3_000 },
}
const once = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 0 } }
const fails = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 1_000, exitCode: 3 } }

/** A database, a migration that needs it, and an application that needs the migration, all of one version. */
function declare(world: TestWorld, version: string, { mig = 'mig' }: { readonly mig?: string } = {}): void {
  const env = [{ name: 'V', value: version }]
  world.service('db', { template: { image: 'db', env } })
  world.service('mig', {
    mode: 'ReplicatedJob',
    template: { image: mig, env, restartPolicy: { condition: 'Never' } },
    dependsOn: [{ service: 'db', condition: 'Healthy' }],
  })
  world.service('web', { template: { image: 'web', env }, dependsOn: [{ service: 'mig', condition: 'Completed' }] })
}

async function running(): Promise<TestWorld> {
  const world = aWorld({ images: { db: slow, mig: once, failing: fails, web: RUNS } })
  declare(world, '1')
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** The services whose containers were started since, in that order. */
const started = (world: TestWorld) =>
  world.newCalls().flatMap((call) => /^POST .containers.shop-(db|mig|web)-1[^/]*.start$/.exec(call)?.[1] ?? [])

const stateOf = (world: TestWorld, name: string) => world.serviceNamed(name)?.status?.rollout?.state

describe('services that depend on each other', () => {
  it('are updated in the order of what they depend on, each when that is healthy or complete', async () => {
    const world = await running()
    declare(world, '2')
    equal(await world.settle(), 'quiet')
    deepEqual(started(world), ['db', 'mig', 'web'])
    deepEqual(
      ['db', 'mig', 'web'].map((name) => stateOf(world, name)),
      ['Completed', 'Completed', 'Completed'],
    )
  })

  it('are restarted in that order', async () => {
    const world = await running()
    for (const name of ['web', 'mig', 'db'])
      askRestart(world.life().ports.store, `shop/${name}`, world.world.clock.now())
    equal(await world.settle(), 'quiet')
    deepEqual(started(world), ['db', 'mig', 'web'])
  })

  it('are healed while what they depend on is being updated', async () => {
    const world = aWorld({ images: { db: slow, web: RUNS } })
    const db = (version: string, healthy: number) =>
      world.service('db', {
        ...{ replicas: 2, template: { image: 'db', env: [{ name: 'V', value: version }] } },
        updateStrategy: { order: 'StartFirst', delaySeconds: healthy },
      })
    db('1', 0)
    world.service('web', { template: { image: 'web' }, dependsOn: [{ service: 'db', condition: 'Healthy' }] })
    equal(await world.settle(), 'quiet')
    db('2', 600)
    await world.pass(10_000)
    equal(stateOf(world, 'db'), 'Progressing')
    world.host.byHand.remove('shop-web-1')
    await world.pass(2_000)
    ok(world.containers().includes('shop-web-1 running'))
  })

  it('are healed, stopped and started as they were when a job that they depend on fails in a later version', async () => {
    const world = await running()
    declare(world, '1', { mig: 'failing' })
    await world.settle()
    equal(stateOf(world, 'mig'), 'Stalled')
    world.host.byHand.remove('shop-web-1')
    await world.settle()
    ok(world.containers().includes('shop-web-1 running'))
    askRestart(world.life().ports.store, 'shop/web', world.world.clock.now())
    await world.settle()
    deepEqual(
      world.containers().filter((each) => each.includes('web')),
      ['shop-web-1 running'],
    )
    equal(stateOf(world, 'web'), 'Completed')
  })

  it('keep a new version down that depends on what failed', async () => {
    const world = await running()
    declare(world, '2', { mig: 'failing' })
    await world.settle()
    const next = world.tasks().find(({ spec, status }) => spec.service === 'web' && !status?.containerID)
    match(next?.status?.message ?? '', /it depends on mig, which failed/)
    ok(world.containers().includes('shop-web-1 running'))
  })

  it('wait for nothing from the moment on that they are to wait for nothing', async () => {
    const world = aWorld({ images: { db: slow, mig: fails, web: RUNS } })
    declare(world, '1')
    await world.settle()
    equal(
      world.containers().some((each) => each.startsWith('shop-web-1')),
      false,
    )
    world.life().ports.store.update('Service', 'shop/web', (draft) => {
      draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.alone]: 'true' }
    })
    await world.settle()
    ok(world.containers().includes('shop-web-1 running'))
  })

  it('wait for no health of what has completed', async () => {
    const world = aWorld({ images: { db: slow, web: RUNS } })
    world.service('db', { template: { image: 'db' } })
    await world.settle()
    world.host.byHand.exit('shop-db-1', 0)
    await world.settle()
    world.service('web', { template: { image: 'web' }, dependsOn: [{ service: 'db', condition: 'Healthy' }] })
    await world.settle()
    deepEqual(world.containers(), ['shop-db-1 exited'])
    const { reason, message } = world.tasks().find(({ spec }) => spec.service === 'web')?.status ?? {}
    const remedy = '`reconcile restart db -n shop` runs it again'
    deepEqual([reason, message], ['DependencyFailed', `it depends on db, which failed: it completed; ${remedy}`])
    askRestart(world.life().ports.store, 'shop/db', world.world.clock.now())
    await world.settle()
    deepEqual(world.containers(), ['shop-db-1 running', 'shop-web-1 running'])
  })

  it('run once what ran before was stopped for them, though what they depend on has completed since', async () => {
    const setup = { ...slow, behaviour: { healthyAfterMs: 1_000, exitsAfterMs: 4_000, exitCode: 0 } }
    const world = aWorld({ images: { setup, web: { ...RUNS, behaviour: { stopsAfterMs: 8_000 } } } })
    const version = (value: string) => {
      const env = [{ name: 'V', value }]
      world.service('setup', { template: { image: 'setup', env, restartPolicy: { condition: 'OnFailure' } } })
      world.service('web', { template: { image: 'web', env }, dependsOn: [{ service: 'setup', condition: 'Healthy' }] })
    }
    version('1')
    await world.settle()
    version('2')
    await world.settle()
    deepEqual(world.containers(), ['shop-setup-1 exited', 'shop-web-1 running'])
    equal(stateOf(world, 'web'), 'Completed')
  })

  it('wait in a container that was created and never started, too', async () => {
    const world = aWorld({ images: { db: slow, web: RUNS } })
    world.service('db', { template: { image: 'db' } })
    world.service('web', { template: { image: 'web' }, dependsOn: [{ service: 'db', condition: 'Healthy' }] })
    await world.settle()
    const web = world.host.containers().find(({ Name }) => Name === '/shop-web-1')
    world.host.byHand.remove('shop-web-1')
    world.host.byHand.remove('shop-db-1')
    world.host.byHand.create('shop-web-1', { Image: 'web', ...web?.Config, HostConfig: web?.HostConfig ?? {} })
    world.newCalls()
    await world.pass(1_500)
    deepEqual(started(world), ['db'])
    equal(await world.settle(), 'quiet')
    deepEqual(started(world), ['web'])
  })
})
