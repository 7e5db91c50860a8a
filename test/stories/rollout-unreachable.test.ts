import { deepEqual, equal, match } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import type { SimulatedHost } from '../../engine/simulated/host.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const MINUTES = 60_000
const nodes = ['a', 'b', 'c']
const slow = { config: { Cmd: ['serve'] }, behaviour: { healthyAfterMs: 60 * MINUTES } }
const images = { 'app:1': RUNS, 'app:2': RUNS, 'app:slow': slow }

const everywhere = (image: string, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  mode: 'Global',
  template: { image },
  ...more,
})
const oneEach = (image: string): Partial<V1ServiceSpec> => ({
  replicas: 3,
  template: { image },
  placement: { maxReplicasPerNode: 1 },
})

function hostOf(world: TestWorld, node: string): SimulatedHost {
  return world.world.hosts.get(node) as SimulatedHost
}

/** `node image` of what runs, whether its host answers or not. */
function running(world: TestWorld): readonly string[] {
  return nodes.flatMap((node) =>
    hostOf(world, node)
      .containers()
      .filter(({ State }) => State.Status === 'running')
      .map(({ Config }) => `${node} ${Config.Image}`),
  )
}

function said(world: TestWorld): string {
  return world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')?.message ?? ''
}

/** A world in which `shop/web` runs on three hosts, of which one is silent then. */
async function without(node: string, spec: Partial<V1ServiceSpec>): Promise<TestWorld> {
  const world = aWorld({ images, nodes })
  world.service('web', spec)
  equal(await world.settle(), 'quiet')
  hostOf(world, node).hang()
  await world.pass(2 * MINUTES)
  return world
}

describe('a rollout while a host does not answer', () => {
  for (const [what, of] of Object.entries({ 'on every host': everywhere, 'one on each host': oneEach }))
    it(`goes on with the others, and with that one once it answers: ${what}`, async () => {
      const world = await without('b', of('app:1'))
      world.service('web', of('app:2'))
      await world.pass(5 * MINUTES)
      deepEqual(running(world), ['a app:2', 'b app:1', 'c app:2'])
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
      match(said(world), /2 of 3 .*b does not answer/)
      await world.pass(60 * MINUTES)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
      hostOf(world, 'b').thaw()
      await world.pass(5 * MINUTES)
      deepEqual(running(world), ['a app:2', 'b app:2', 'c app:2'])
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })

  it('goes on where the host falls silent with its new task on the way', async () => {
    const world = aWorld({ images, nodes })
    world.service('web', everywhere('app:1'))
    await world.settle()
    hostOf(world, 'a').hang()
    world.service('web', everywhere('app:2'))
    await world.pass(5 * MINUTES)
    deepEqual(running(world).slice(-2), ['b app:2', 'c app:2'])
    hostOf(world, 'a').thaw()
    await world.pass(5 * MINUTES)
    deepEqual(running(world), ['a app:2', 'b app:2', 'c app:2'])
  })

  it('fails for no pull that the host falls silent in', async () => {
    const registry = { 'app:far': { ...RUNS, pullMs: MINUTES } }
    const world = aWorld({ images, registry, nodes })
    world.service('web', everywhere('app:1'))
    await world.settle()
    world.service('web', everywhere('app:far'))
    await world.pass(10_000)
    hostOf(world, 'a').hang()
    await world.pass(30 * MINUTES)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    hostOf(world, 'a').thaw()
    await world.pass(10 * MINUTES)
    deepEqual(running(world), ['a app:far', 'b app:far', 'c app:far'])
  })

  it('takes no more of the others at a time, and ends where one of them does not come up (S10)', async () => {
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5 }
    const checked = (image: string) => everywhere(image, { template: { image, healthcheck } })
    const world = await without('b', checked('app:1'))
    world.service('web', checked('app:slow'))
    await world.pass(3 * MINUTES)
    deepEqual(running(world), ['a app:slow', 'b app:1', 'c app:1'])
    await world.pass(10 * MINUTES)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
    deepEqual(running(world), ['a app:slow', 'b app:1', 'c app:1'])
  })

  it('stops no more on others while what replaces its own was not seen to do well (S10)', async () => {
    const world = aWorld({ images, nodes })
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5 }
    world.service('web', { mode: 'Global', template: { image: 'app:1', healthcheck } })
    await world.settle()
    world.service('web', { mode: 'Global', template: { image: 'app:slow', healthcheck } })
    await world.pass(30_000)
    for (const silent of [['a'], ['a', 'b']]) {
      for (const node of silent) hostOf(world, node).hang()
      await world.pass(MINUTES)
      for (const node of silent) hostOf(world, node).thaw()
      await world.pass(MINUTES / 2)
    }
    deepEqual(running(world), ['a app:slow', 'b app:1', 'c app:1'])
  })

  it('does not go back while what is to stop first is on a host that is within its grace', async () => {
    const world = aWorld({ images, nodes })
    const spec = (image: string): Partial<V1ServiceSpec> => ({
      ...{ replicas: 3, progressDeadlineSeconds: 3, updateStrategy: { failureAction: 'Rollback', monitorSeconds: 1 } },
      template: { image, stopGracePeriodSeconds: 1 },
    })
    world.service('web', spec('app:1'))
    await world.settle()
    hostOf(world, 'c').crash()
    await world.pass(3_000)
    world.service('web', spec('app:2'))
    await world.pass(MINUTES / 4)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Progressing')
    await world.pass(MINUTES)
    deepEqual(running(world), ['a app:2', 'a app:2', 'b app:2'])
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })

  it('puts off no deadline of what replaces its task elsewhere', async () => {
    const healthcheck = { test: ['CMD', 'true'], intervalSeconds: 5 }
    const world = await without('b', { replicas: 3, template: { image: 'app:1', healthcheck } })
    world.service('web', { replicas: 3, template: { image: 'app:slow', healthcheck } })
    await world.pass(20 * MINUTES)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Stalled')
  })
})
