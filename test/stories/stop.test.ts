import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const names = (world: TestWorld) =>
  world.host
    .containers()
    .map(({ Name }) => Name)
    .sort()
const turn = (world: TestWorld, which: 'stop' | 'start', ...services: readonly string[]) => {
  const { store, clock } = world.life().ports
  for (const name of services)
    if (which === 'stop') stopService(store, `shop/${name}`, { now: clock.now() })
    else startService(store, `shop/${name}`)
}

/** A world in which `web`, which depends on `db`, runs. */
async function running(): Promise<TestWorld> {
  const world = aWorld()
  world.service('db', {})
  world.service('web', { replicas: 2, dependsOn: [{ service: 'db', condition: 'Started' }] })
  equal(await world.settle(), 'quiet')
  equal(names(world).length, 3)
  world.newCalls()
  return world
}

describe('a stop', () => {
  it('ends all tasks of a service, keeps none, and says since when and what ends it', async () => {
    const world = await running()
    turn(world, 'stop', 'web')
    equal(await world.settle(), 'quiet')
    deepEqual(names(world), ['/shop-db-1'])
    const { status } = world.serviceNamed('web') ?? {}
    const ready = getCondition(status?.conditions, 'Ready')
    deepEqual([ready?.status, ready?.reason, status?.desiredReplicas], ['True', 'Stopped', 0])
    match(ready?.message ?? '', /^stopped by hand since \S+Z; `reconcile start service\/web -n shop` runs it again$/)
    world.newCalls()
    world.service('web', { replicas: 2, template: { image: 'nginx:2' }, dependsOn: [{ service: 'db' }] })
    equal(await world.settle(), 'quiet')
    deepEqual(world.newCalls(), [])
    turn(world, 'start', 'web')
    equal(await world.settle(), 'quiet')
    deepEqual(names(world), ['/shop-db-1', '/shop-web-1', '/shop-web-2'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    equal(world.host.containers().filter(({ Config }) => Config.Image === 'nginx:2').length, 2)
  })

  it('says which service of the swarm runs in the place of one, until it is moved', async () => {
    const world = await running()
    const { store, clock } = world.life().ports
    stopService(store, 'shop/web', { now: clock.now(), swarm: 'shop_web' })
    equal(await world.settle(), 'quiet')
    equal(world.serviceNamed('web')?.status?.swarmService, 'shop_web')
    turn(world, 'start', 'web')
    equal(await world.settle(), 'quiet')
    equal(world.serviceNamed('web')?.status?.swarmService, undefined)
  })

  it('ends dependents first, and starts them last', async () => {
    const world = await running()
    turn(world, 'stop', 'db', 'web')
    equal(await world.settle(), 'quiet')
    deepEqual(names(world), [])
    const removed = world.newCalls().filter((call) => call.startsWith('DELETE /containers/'))
    deepEqual(
      removed.map((call) => /db|web/.exec(call)?.[0]),
      ['web', 'web', 'db'],
    )
    equal(getCondition(world.serviceNamed('db')?.status?.conditions, 'Ready')?.reason, 'Stopped')
    turn(world, 'start', 'web')
    await world.settle()
    const waiting = world.tasks().map(({ status }) => `${status?.reason}: ${status?.message}`)
    match(waiting[0] ?? '', /DependencyFailed: it depends on db, which is stopped/)
    turn(world, 'start', 'db')
    equal(await world.settle(), 'quiet')
    equal(names(world).length, 3)
  })

  it('waits for no dependent that completed', async () => {
    const world = aWorld({
      images: { nginx: RUNS, job: { config: { Cmd: ['work'] }, behaviour: { exitsAfterMs: 500, exitCode: 0 } } },
    })
    world.service('db', {})
    for (const [name, mode] of [
      ['migrate', 'ReplicatedJob'],
      ['seed', 'Replicated'],
    ] as const)
      world.service(name, {
        mode,
        template: { image: 'job', restartPolicy: { condition: 'Never' } },
        dependsOn: [{ service: 'db', condition: 'Started' }],
      })
    equal(await world.settle(), 'quiet')
    const completed = () => world.tasks().filter(({ status }) => status?.phase === 'Completed').length
    equal(completed(), 2)
    turn(world, 'stop', 'db', 'migrate', 'seed')
    equal(await world.settle(), 'quiet')
    deepEqual([world.containers().filter((container) => container.startsWith('shop-db-')), completed()], [[], 2])
    for (const name of ['db', 'migrate', 'seed'])
      equal(getCondition(world.serviceNamed(name)?.status?.conditions, 'Ready')?.reason, 'Stopped')
    world.newCalls()
    turn(world, 'start', 'db', 'migrate', 'seed')
    equal(await world.settle(), 'quiet')
    deepEqual(
      world.containers().filter((container) => container.startsWith('shop-db-')),
      ['shop-db-1 running'],
    )
    deepEqual(
      world.newCalls().filter((call) => /migrate|seed/.test(call)),
      [],
    )
  })

  it('in a rollout lets it go on with the start', async () => {
    const world = await running()
    world.service('web', { replicas: 2, template: { image: 'nginx:2' }, dependsOn: [{ service: 'db' }] })
    turn(world, 'stop', 'web')
    await world.settle()
    const hours = 3_600_000
    await world.pass(hours)
    turn(world, 'start', 'web')
    equal(await world.settle(), 'quiet')
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('outlives reconcile', async () => {
    const world = await running()
    turn(world, 'stop', 'web')
    await world.settle()
    await world.restart()
    equal(await world.settle(), 'quiet')
    deepEqual(names(world), ['/shop-db-1'])
  })
})
