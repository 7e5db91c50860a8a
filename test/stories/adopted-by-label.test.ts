import { deepEqual, equal } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { aRunning, aWorld, RUNS, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const images = { app: RUNS }
const spec: Partial<V1ServiceSpec> = { replicas: 2, template: { image: 'app' } }

function restart({ life, world }: TestWorld): void {
  askRestart(life().ports.store, 'shop/web', world.clock.now())
}

async function stop(world: TestWorld): Promise<void> {
  const stopping = world.life().stop()
  await world.settle()
  await stopping
}

/** The same hosts, with the state lost or from another home; what runs is adopted. */
async function lost(before: TestWorld, options: TestWorldOptions, anew = spec): Promise<TestWorld> {
  await stop(before)
  const world = aWorld({ over: before.world, images, ...options })
  world.service('web', anew)
  equal(await world.settle(), 'quiet')
  deepEqual(world.newCalls(), [])
  return world
}

const creates = (world: TestWorld) => world.newCalls().filter((call) => call.includes('/containers/create')).length
const names = (world: TestWorld) =>
  world
    .tasks()
    .map(({ metadata }) => metadata.name)
    .sort()
const warnings = (world: TestWorld) =>
  world
    .life()
    .recorder.events()
    .filter(({ type }) => type === 'Warning')

describe('containers that were adopted by their labels, of tasks that were not the first of their slot', () => {
  for (const restarts of [0, 1, 2])
    it(`are replaced by a restart, as often as it is asked for (${restarts} before)`, async () => {
      const first = await aRunning(spec, { images })
      for (let times = 0; times < restarts; times++) {
        restart(first)
        await first.settle()
      }
      const world = await lost(first, {})
      deepEqual(names(world), names(first))
      for (const _ of [1, 2, 3]) {
        restart(world)
        equal(await world.settle(), 'quiet')
        equal(creates(world), 2)
        deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      }
      deepEqual(warnings(world), [])
    })

  it('are replaced elsewhere where their node is drained', async () => {
    const nodes = ['a', 'b']
    const first = await aRunning(spec, { images, nodes })
    restart(first)
    await first.settle()
    const world = await lost(first, { nodes })
    world.life().ports.store.update('Node', 'b', (draft) => void (draft.spec.drain = true))
    await world.pass(60_000)
    deepEqual(
      world.tasks().map(({ spec: { node } }) => node),
      ['a', 'a'],
    )
    deepEqual(warnings(world), [])
  })

  for (const ms of [1, 100, 300, 600])
    it(`go on with a restart that is asked for again, where the state was lost ${ms} ms after it began`, async () => {
      const first = await aRunning(spec, { images })
      restart(first)
      await first.settle()
      restart(first)
      await first.settle(ms)
      await stop(first)
      const world = aWorld({ over: first.world, images })
      world.service('web', spec)
      await world.settle()
      restart(world)
      equal(await world.settle(), 'quiet')
      deepEqual(world.containers(), ['shop-web-1 running', 'shop-web-2 running'])
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
      deepEqual(warnings(world), [])
    })
})
