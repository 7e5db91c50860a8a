import { deepEqual, match } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { EngineError } from '../../engine/errors.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, RUNS, type TestWorldOptions } from '../support/world.ts'

const DATA = { type: 'Volume', source: 'data', target: '/data' } as const

/** What is assumed of what failed before, by a plan that is made once the controllers of such a world have ended. */
async function assumed(options: TestWorldOptions, template: object): Promise<readonly string[]> {
  const a = aWorld(options)
  a.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec: {} })
  a.service('web', { template: { image: 'nginx', ...template } })
  await a.settle(5_000)
  const stopped = a.life().stop()
  await a.settle(1_000)
  await stopped
  const { assumptions } = await planOf(a)
  return assumptions.filter((each) => each.includes('the last time')).map((each) => each.replace(/web-1-\w+/, 'web-1'))
}

function failing(verb: Call['verb'], detail: string): TestWorldOptions {
  return {
    wrapEngine: (engine) =>
      wrapEngine(engine, (call, next) => {
        if (call.verb !== verb) return next()
        return Promise.reject(new EngineError('Conflict', { node: engine.node, tried: `try ${verb}`, detail }))
      }),
  }
}

describe('a plan of what failed when it was last tried', () => {
  it('says so of a volume whose driver does not make it', async () => {
    deepEqual(await assumed(failing('createVolume', 'plugin "p" not found'), { mounts: [DATA] }), [
      'Volume/shop/data is made on a this time; the last time a failed: plugin "p" not found',
    ])
  })

  it('says so of a network', async () => {
    deepEqual(await assumed(failing('createNetwork', 'no address is left'), {}), [
      'Network/shop/default is made on a this time; the last time a failed: no address is left',
    ])
  })

  it('says so of a hook', async () => {
    const behaviour = { exec: () => ({ exitCode: 3, output: 'not yet' }) }
    const hooks = { postStart: [{ command: ['migrate'] }] }
    deepEqual(await assumed({ images: { nginx: { ...RUNS, behaviour } } }, { hooks }), [
      'Task/shop/web-1 gets through its post-start hooks this time; the last time: its post-start hook `migrate` exited with 3: not yet',
    ])
  })

  it('says so of a container that was not made', async () => {
    deepEqual(await assumed(failing('createContainer', 'not today'), {}), [
      'Task/shop/web-1 gets its container this time; the last time: not today',
    ])
  })

  it('says so of an image', async () => {
    const [said = ''] = await assumed({}, { image: 'nosuch:1' })
    match(said, /^Task\/shop\/web-1 gets its image this time; the last time: /)
  })

  it('says nothing of what did well', async () => {
    deepEqual(await assumed({}, { mounts: [DATA] }), [])
  })
})
