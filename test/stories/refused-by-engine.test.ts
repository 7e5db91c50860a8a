import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1TaskTemplate } from '../../api/v1/generated/types.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { sleep } from '../../clock/sleep.ts'
import { EngineError } from '../../engine/errors.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import { aWorld } from '../support/world.ts'

const DETAIL = 'could not find an available, non-overlapping IPv4 address pool'

/** A world whose engine fails one verb, each time in other words, until it is told to go on. */
function aWorldThatFails(verb: Call['verb']) {
  let failures = 0
  let isWell = false
  const world = aWorld({
    wrapEngine: (engine) =>
      wrapEngine(engine, (call, next) => {
        if (isWell || call.verb !== verb) return next()
        const detail = `${DETAIL} (${++failures})`
        return Promise.reject(new EngineError('Busy', { node: engine.node, tried: `try ${verb}`, detail }))
      }),
  })
  return { world, failures: () => failures, heal: () => void (isWell = true) }
}

const kinds: readonly ['Network' | 'Volume', Call['verb'], string, Partial<V1TaskTemplate>][] = [
  ['Network', 'createNetwork', 'shop/default', {}],
  ['Volume', 'createVolume', 'shop/data', { mounts: [{ type: 'Volume', source: 'data', target: '/data' }] }],
]

describe('a Volume whose plugin hangs, on an engine that answers', () => {
  it('failed, and its host is not said to be silent', async () => {
    const world = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb, run }, next) => {
          if (verb !== 'createVolume') return await next()
          await sleep(world.world.clock, 60_000, run.signal)
          const about = { node: engine.node, tried: 'create volume', detail: 'no answer within 60 s', waitedMs: 60_000 }
          throw new EngineError('Timeout', about)
        }),
    })
    world.declare({
      apiVersion: 'reconcile.dev/v1',
      kind: 'Volume',
      metadata: { name: 'data', namespace: 'shop' },
      spec: {},
    })
    world.service('web', {
      template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
    })
    const said = new Set<string | undefined>()
    const { store } = world.life().ports
    const reasonOf = (volume?: ObjectOf) => getCondition(volume?.status?.conditions, 'Ready')?.reason
    store.watch('Volume').subscribe(({ after }) => said.add(reasonOf(after)))
    await world.pass(130_000)
    deepEqual([said.has('CallFailed'), said.has('Unanswered')], [true, false])
  })
})

for (const [kind, verb, key, more] of kinds)
  describe(`a ${kind} that the engine does not make`, () => {
    it('says why, on it and on what waits for it, is asked for less and less often, and comes in the end', async () => {
      const { world, failures, heal } = aWorldThatFails(verb)
      const metadata = { name: 'data', namespace: 'shop' }
      if (kind === 'Volume') world.declare({ apiVersion: 'reconcile.dev/v1', kind, metadata, spec: {} })
      world.service('web', { template: { image: 'nginx', ...more } })
      await world.settle(10_000)
      const { store } = world.life().ports
      const ready = getCondition(store.get(kind, key)?.status?.conditions, 'Ready')
      equal(ready?.reason, 'CallFailed')
      match(ready?.message ?? '', /^a failed: could not find an available/)
      match(world.tasks()[0]?.status?.message ?? '', /could not find an available/)
      equal(failures() < 20, true, `${failures()} calls in 10 s`)
      heal()
      equal(await world.settle(), 'quiet')
      equal(getCondition(store.get(kind, key)?.status?.conditions, 'Ready')?.status, 'True')
      equal(world.containers().length, 1)
    })
  })
