import { deepEqual } from 'node:assert/strict'
import { createRealClock } from '../../clock/real.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { createWorld } from '../../plan/world.ts'
import { NOW } from '../support/builders.ts'
import { aWorld, RUNS } from '../support/world.ts'

const HOURS_3 = 3 * 3_600_000

/** A task on each of two hosts, on a machine that sleeps; then the network to the second one is away for so long. */
async function slept(awayMs: number, forMs = HOURS_3) {
  const images = { nginx: RUNS }
  const base = createWorld({ seed: 1, start: NOW, nodes: ['a', 'b'].map((node) => ({ node, images })) })
  let [sleptMs, isAway] = [0, false]
  const real = createRealClock(
    () => base.clock.now() + sleptMs,
    () => base.clock.now(),
  )
  const world = aWorld({
    over: { ...base, clock: { ...base.clock, now: real.now } },
    wrapEngine: (engine) =>
      wrapEngine(engine, ({ verb }, next) => {
        if (!isAway || engine.node !== 'b') return next()
        return Promise.reject(new EngineError('Unreachable', { node: 'b', tried: verb, detail: 'no route to host' }))
      }),
  })
  const pass = async (ms: number) => {
    base.clock.after(ms, () => {})
    await base.clock.runUntilQuiet({ until: base.clock.now() + ms, steps: 1e6 })
  }
  world.service('web', { replicas: 2 })
  await pass(200_000)
  world.newCalls()
  sleptMs = forMs
  isAway = true
  base.hosts.get('b')?.breakStream()
  await pass(awayMs)
  isAway = false
  await pass(120_000)
  return world.newCalls()
}

describe('a machine that slept, and comes back before its network does', () => {
  it('gives a host its whole grace, and runs nothing in its place (S5)', async () => {
    deepEqual(await slept(30_000), [])
  })

  it('does so however short the sleep was (S5)', async () => {
    for (const forMs of [20_000, 30_000, 39_000, 45_000, 55_000])
      deepEqual([forMs, await slept(30_000, forMs)], [forMs, []])
  })

  it('takes it for lost after that', async () => {
    deepEqual((await slept(50_000)).slice(0, 2), [
      'POST /containers/create?name=shop-web-2',
      'POST /containers/shop-web-2/start',
    ])
  })
})

describe('a host that is noticed late to be silent, as questions end late on a busy machine', () => {
  it('is lost once its grace is over, and is not waited for twice (S5)', async () => {
    const images = { nginx: RUNS }
    const base = createWorld({ seed: 1, start: NOW, nodes: ['a', 'b'].map((node) => ({ node, images })) })
    let isAway = false
    const world = aWorld({
      over: base,
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          if (!isAway || engine.node !== 'b') return await next()
          await new Promise<void>((resolve) => base.clock.after(14_000, resolve))
          throw new EngineError('Timeout', { node: 'b', tried: verb, detail: 'no answer within 10 s' })
        }),
    })
    const pass = async (ms: number) => {
      base.clock.after(ms, () => {})
      await base.clock.runUntilQuiet({ until: base.clock.now() + ms, steps: 1e6 })
    }
    world.service('web', { replicas: 2 })
    await pass(200_000)
    world.newCalls()
    isAway = true
    await pass(60_000)
    deepEqual(world.newCalls().slice(0, 2), [
      'POST /containers/create?name=shop-web-2',
      'POST /containers/shop-web-2/start',
    ])
  })
})
