import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS }
const app = (image: string, more: Partial<V1ServiceSpec> = {}): Partial<V1ServiceSpec> => ({
  replicas: 1,
  template: { image },
  ...more,
})

/** A world whose one task runs on `a`, which takes no new ones from here on. */
async function closed(more: Partial<V1ServiceSpec> = {}): Promise<TestWorld> {
  const world = aWorld({ nodes: ['a', 'b'], images })
  world.service('web', app('app:1', more))
  await world.settle()
  world.life().ports.store.update('Node', 'a', ({ spec }) => void (spec.unschedulable = true))
  world.newCalls()
  return world
}

/** The same, updated while `a` does not answer; `from`: as many calls were made before that. */
async function updatedInSilence(): Promise<{ readonly world: TestWorld; readonly from: number }> {
  const world = await closed()
  world.host.hang()
  await world.pass(15_000)
  world.service('web', app('app:2'))
  return { world, from: world.calls.length }
}

const callsOn = (world: TestWorld, from: number) =>
  world.calls.slice(from).flatMap(({ node, method, path }) => {
    const [, verb] = /containers\/(?:shop-web-1\/)?(create|start|stop)/.exec(path) ?? []
    return method === 'POST' && verb ? [`${node} ${verb}`] : []
  })

describe('a task that comes to another node than the one before it in its slot', () => {
  for (const [order, calls] of [
    ['StopFirst', ['b create', 'a stop', 'b start']],
    ['StartFirst', ['b create', 'b start', 'a stop']],
  ] as const)
    it(`starts as its strategy says: ${order}`, async () => {
      const updateStrategy = { order }
      const world = await closed({ updateStrategy })
      const from = world.calls.length
      world.service('web', app('app:2', { updateStrategy }))
      equal(await world.settle(), 'quiet')
      deepEqual(callsOn(world, from), calls)
    })

  it('waits for one on a host that does not answer, until that is lost (S5)', async () => {
    const { world, from } = await updatedInSilence()
    const onB = () => callsOn(world, from).filter((call) => call.startsWith('b'))
    await world.pass(15_000)
    deepEqual(onB(), ['b create'])
    await world.pass(60_000)
    deepEqual(onB(), ['b create', 'b start'])
    world.host.thaw()
    await world.pass(60_000)
    deepEqual(
      world.tasks().map(({ spec, status }) => `${spec.node} ${status?.phase}`),
      ['b Running'],
    )
    deepEqual(world.containers(), [])
  })

  it('goes on where that one answers again, and stops it first', async () => {
    const { world, from } = await updatedInSilence()
    await world.pass(10_000)
    world.host.thaw()
    await world.pass(60_000)
    deepEqual(callsOn(world, from), ['b create', 'a stop', 'b start'])
  })

  it('keeps what runs while the new one can not come up (S10)', async () => {
    const world = await closed()
    world.service('web', app('app:nowhere'))
    await world.pass(60_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})
