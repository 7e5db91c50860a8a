import { deepEqual, match } from 'node:assert/strict'
import type { V1ServiceSpec, V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { planOf } from '../support/plan-of.ts'
import { oneByOne, upAndDown } from '../support/up-and-down.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

function declare(world: TestWorld, spec: V1VolumeSpec): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec })
}

/** A world in which three tasks of a service of this mode and order mount the volume `one`. */
async function mounted(spec: Partial<V1ServiceSpec> = {}): Promise<TestWorld> {
  const world = aWorld()
  declare(world, { hostName: 'one' })
  const updateStrategy = { order: 'StartFirst' as const, parallelism: 1, monitorSeconds: 2 }
  const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
  world.service('web', { replicas: 3, updateStrategy, template: { image: 'nginx', mounts }, ...spec })
  await world.settle()
  world.newCalls()
  return world
}

const mountedNow = (world: TestWorld) =>
  world.host
    .containers()
    .filter(({ State }) => State.Status === 'running')
    .flatMap(({ Mounts = [] }) => Mounts.map(({ Name }) => Name))

describe('the tasks with a volume that gets another name on its hosts', () => {
  it('are replaced in the order of updates, so that none is missing with StartFirst', async () => {
    const world = await mounted()
    world.host.byHand.createVolume({ Name: 'two' })
    declare(world, { hostName: 'two', external: true })
    await world.settle()
    deepEqual(upAndDown(world.newCalls()), oneByOne.StartFirst)
    deepEqual(mountedNow(world), ['two', 'two', 'two'])
  })

  it('are stopped one after the other with StopFirst', async () => {
    const world = await mounted({ updateStrategy: { order: 'StopFirst', parallelism: 1, monitorSeconds: 2 } })
    world.host.byHand.createVolume({ Name: 'two' })
    declare(world, { hostName: 'two', external: true })
    await world.settle()
    deepEqual(upAndDown(world.newCalls()), oneByOne.StopFirst)
  })

  it('run on with the former one while the first on the other does not come up', async () => {
    const world = await mounted()
    world.host.byHand.createVolume({ Name: 'two' })
    declare(world, { hostName: 'two', external: true })
    for (let n = 0; n < 99; n++) world.host.failNext('startContainer', { status: 400, message: 'no database in there' })
    await world.pass(600_000)
    deepEqual(mountedNow(world), ['one', 'one', 'one'])
    const [task] = world.tasks()
    deepEqual(
      [task?.status?.reason, task?.status?.message],
      ['FormerName', 'mount /data is volume one, declared volume two; its next container is as declared'],
    )
  })

  it('wait in the former one for an approval of an empty one, and are then replaced as planned', async () => {
    const world = await mounted()
    declare(world, { hostName: 'two' })
    await world.settle()
    deepEqual([world.newCalls(), world.tasks()[0]?.status?.reason], [[], 'WaitingForVolume'])
    world.life().ports.store.putFact('approval', 'Volume/shop/data', ['a'])
    await world.life().stop()
    const { calls } = await planOf(world)
    await world.restart()
    await world.settle()
    deepEqual(upAndDown(world.newCalls()), upAndDown(calls.map(({ method, path }) => `${method} ${path}`)))
    deepEqual(mountedNow(world), ['two', 'two', 'two'])
  })

  it('are planned with where the data stays', async () => {
    const world = await mounted()
    await world.life().stop()
    declare(world, { hostName: 'two', recreate: true })
    const { calls } = await planOf(world)
    const [made] = calls.filter(({ path }) => path.startsWith('/volumes'))
    match(made?.reason ?? '', /^mounted by web-1.*; it is empty: its data stays in one, as it was called before$/)
  })

  it('go on with the former one if they are meant to end', async () => {
    const world = await mounted({ mode: 'ReplicatedJob' })
    world.host.byHand.createVolume({ Name: 'two' })
    declare(world, { hostName: 'two', external: true })
    await world.settle()
    deepEqual([world.newCalls(), mountedNow(world)], [[], ['one', 'one', 'one']])
  })
})
