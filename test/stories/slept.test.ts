import { deepEqual } from 'node:assert/strict'
import { createRealClock } from '../../clock/real.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { createWorld, type World } from '../../plan/world.ts'
import { NOW } from '../support/builders.ts'
import { aWorld, RUNS } from '../support/world.ts'

const HOURS_3 = 3 * 3_600_000

type Wrapping = (engine: Engine, isAway: () => boolean) => Engine

/** A task on each of two hosts, the second of which may be away as `wrap` says; its machine may sleep. */
async function onTwo(wrap: (base: World) => Wrapping) {
  const images = { nginx: RUNS }
  const base = createWorld({ seed: 1, start: NOW, nodes: ['a', 'b'].map((node) => ({ node, images })) })
  const machine = { sleptMs: 0, isAway: false }
  const real = createRealClock(
    () => base.clock.now() + machine.sleptMs,
    () => base.clock.now(),
  )
  const wrapping = wrap(base)
  const world = aWorld({
    over: { ...base, clock: { ...base.clock, now: real.now } },
    wrapEngine: (engine) => wrapping(engine, () => machine.isAway && engine.node === 'b'),
  })
  const pass = async (ms: number) => {
    base.clock.after(ms, () => {})
    await base.clock.runUntilQuiet({ until: base.clock.now() + ms, steps: 1e6 })
  }
  world.service('web', { replicas: 2 })
  await pass(200_000)
  world.newCalls()
  return { base, machine, pass, world }
}

/** The calls after the machine slept, and the network to the second host was away for so long. */
async function slept(awayMs: number, forMs = HOURS_3) {
  const unreachable: Wrapping = (engine, isAway) =>
    wrapEngine(engine, ({ verb }, next) => {
      if (!isAway()) return next()
      return Promise.reject(new EngineError('Unreachable', { node: 'b', tried: verb, detail: 'no route to host' }))
    })
  const { base, machine, pass, world } = await onTwo(() => unreachable)
  machine.sleptMs = forMs
  machine.isAway = true
  base.hosts.get('b')?.breakStream()
  await pass(awayMs)
  machine.isAway = false
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
    const { machine, pass, world } = await onTwo(
      ({ clock }) =>
        (engine, isAway) =>
          wrapEngine(engine, async ({ verb }, next) => {
            if (!isAway()) return await next()
            await new Promise<void>((resolve) => clock.after(14_000, resolve))
            throw new EngineError('Timeout', { node: 'b', tried: verb, detail: 'no answer within 10 s' })
          }),
    )
    machine.isAway = true
    await pass(60_000)
    deepEqual(world.newCalls().slice(0, 2), [
      'POST /containers/create?name=shop-web-2',
      'POST /containers/shop-web-2/start',
    ])
  })
})
