import { deepEqual } from 'node:assert/strict'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { hostOf } from '../support/restored-host.ts'
import { aWorld, type TestWorldOptions } from '../support/world.ts'

const nodes = ['a', 'b']
const web = { replicas: 2, template: { image: 'nginx' } }
const MINUTE = 60_000

/** The state was lost, and `web` is declared again once its hosts have been seen, and one has become silent. */
async function declaredAnew(options: TestWorldOptions, silent?: string) {
  const before = aWorld({ nodes })
  before.service('web', web)
  await before.settle()
  const stopping = before.life().stop()
  await before.settle()
  await stopping
  const world = aWorld({ ...options, over: before.world, nodes })
  await world.settle()
  if (silent !== undefined) hostOf(world, silent).crash()
  await world.pass(2 * MINUTE)
  world.service('web', web)
  await world.settle(MINUTE)
  return world.tasks().flatMap(({ spec, status }) => (status?.phase === 'Running' ? [spec.node] : []))
}

describe('the adoption of containers of which one node does not tell the image', () => {
  for (const silent of nodes)
    it(`goes on without it where ${silent} is silent, which is replaced as any lost one`, async () => {
      const [other] = nodes.filter((node) => node !== silent)
      deepEqual(await declaredAnew({}, silent), [other, other])
    })

  it('goes on without it where the engine fails at that', async () => {
    let areFound = false
    const running = await declaredAnew({
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          if (verb !== 'inspectImage' || engine.node !== 'a') return await next()
          areFound = true
          throw new EngineError('Internal', { node: 'a', tried: 'inspect an image', detail: 'blob not found' })
        }),
    })
    deepEqual([running.sort(), areFound], [nodes, true])
  })
})
