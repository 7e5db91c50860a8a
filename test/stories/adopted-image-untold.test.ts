import { deepEqual, equal, ok } from 'node:assert/strict'
import { sleep } from '../../clock/sleep.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine, type Around } from '../../engine/wrap.ts'
import { hostOf } from '../support/restored-host.ts'
import { aWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const nodes = ['a', 'b']
const web = { replicas: 2, template: { image: 'nginx' } }
const MINUTE = 60_000

/** The state was lost after `web` was deployed; its hosts have been seen since. */
async function lost(options: TestWorldOptions = {}): Promise<TestWorld> {
  const before = aWorld({ nodes })
  before.service('web', web)
  await before.settle()
  const stopping = before.life().stop()
  await before.settle()
  await stopping
  const world = aWorld({ ...options, over: before.world, nodes })
  await world.settle()
  return world
}

/** Puts `around` between the controllers and what they ask of the images on a. */
function atImagesOfA(around: Around): TestWorldOptions {
  return {
    wrapEngine: (engine) =>
      wrapEngine(engine, (call, next) =>
        call.verb === 'inspectImage' && engine.node === 'a' ? around(call, next) : next(),
      ),
  }
}

function failing(): never {
  throw new EngineError('Internal', { node: 'a', tried: 'inspect an image', detail: 'blob not found' })
}

/** The nodes of the tasks in a phase. */
function nodesOf(world: TestWorld, phase = 'Running'): readonly (string | undefined)[] {
  return world.tasks().flatMap(({ spec, status }) => (status?.phase === phase ? [spec.node] : []))
}

/** The names of the images that revisions are pinned by. */
function pins(world: TestWorld): readonly string[] {
  const revisions = [...world.life().ports.store.list('Revision').values()]
  return revisions.flatMap(({ spec }) => Object.keys(spec.imageDigests ?? {}))
}

describe('the adoption of containers of which one node does not tell the image', () => {
  for (const silent of nodes)
    it(`goes on without it where ${silent} is silent, which is replaced as any lost one`, async () => {
      const world = await lost()
      hostOf(world, silent).crash()
      await world.pass(2 * MINUTE)
      world.service('web', web)
      await world.settle(MINUTE)
      const [other] = nodes.filter((node) => node !== silent)
      deepEqual(nodesOf(world), [other, other])
    })

  it('does not wait for a node that hangs, and that nobody counts as silent yet', async () => {
    const world = await lost()
    world.host.hang()
    world.service('web', web)
    await world.pass(2_000)
    deepEqual([[...nodesOf(world)].sort(), pins(world)], [nodes, ['nginx']])
  })

  it('goes on without it where the engine fails at that', async () => {
    let asked = 0
    const world = await lost(
      atImagesOfA(async () => {
        asked++
        return failing()
      }),
    )
    world.service('web', web)
    await world.settle(MINUTE)
    deepEqual([[...nodesOf(world)].sort(), asked > 0], [nodes, true])
  })

  it('asks the engine again', async () => {
    let fails = true
    const world = await lost(atImagesOfA(async (_, next) => (fails ? failing() : await next())))
    hostOf(world, 'b').byHand.remove('shop-web-2')
    await world.settle()
    world.service('web', { ...web, replicas: 1 })
    await world.pass(1_000)
    deepEqual([nodesOf(world), pins(world)], [['a'], []])
    fails = false
    await world.pass(MINUTE)
    deepEqual([nodesOf(world), pins(world), world.newCalls()], [['a'], ['nginx'], []])
  })

  for (const { it: takes, ms } of [
    { it: 'at once', ms: 0 },
    { it: 'only after the pass that asked', ms: 1_500 },
  ])
    it(`asks an engine that fails ${takes} again only after a while, however often its service is woken`, async () => {
      let asked = 0
      const world = await lost(
        atImagesOfA(async ({ run }) => {
          asked++
          if (ms > 0) await sleep(world.world.clock, ms, run.signal)
          return failing()
        }),
      )
      world.service('web', web)
      for (let second = 0; second < 60; second++) {
        await world.pass(1_000)
        world.life().ports.store.putFact('retry', 'shop/web', second)
      }
      ok(asked >= 3 && asked <= 60 / 15 + 1, `${asked} times in a minute`)
    })

  it('counts a pause that comes while the node is asked', async () => {
    const world = await lost(
      atImagesOfA(async (_, next) => {
        world.life().ports.store.putFact('pause', 'shop/web', { reason: 'a look' })
        return await next()
      }),
    )
    world.service('web', web)
    await world.settle()
    equal(world.tasks().length, 0)
  })
})
