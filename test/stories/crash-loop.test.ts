import { deepEqual, equal, match } from 'node:assert/strict'
import type { RegistryImage } from '../../engine/simulated/behaviour.ts'
import { timestamp } from '../../api/v1/language/timestamp.ts'
import { EngineError } from '../../engine/errors.ts'
import type { ContainerInspect } from '../../engine/types/container.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const CRASHES: RegistryImage = {
  config: { Cmd: ['crash'] },
  behaviour: { exitsAfterMs: 300, exitCode: 3, output: ['no such table: users'] },
}

/** An answer with an end that an engine has a little before its event, as engines do. */
function endedEarlier({ State, ...container }: ContainerInspect): ContainerInspect {
  const at = Date.parse(State.FinishedAt ?? '')
  return { ...container, State: at > 0 ? { ...State, FinishedAt: timestamp(at - 80) } : State }
}

async function crashing(): Promise<TestWorld> {
  const world = aWorld({ images: { app: CRASHES } })
  world.service('web', { template: { image: 'app' } })
  await world.settle(300)
  return world
}

function said(world: TestWorld) {
  const { phase, reason, message, lastLogLines } = world.tasks()[0]?.status ?? {}
  const ready = world.serviceNamed('web')?.status?.conditions?.find(({ type }) => type === 'Ready')
  return { phase, reason, message, lastLogLines, ready: `${ready?.status} ${ready?.reason}: ${ready?.message}` }
}

describe('a service that crashes right after its start', () => {
  it('fails its first deployment, though nothing checks it and nobody asked to watch it', async () => {
    const world = await crashing()
    await world.settle(5_000)
    const { state, message } = world.serviceNamed('web')?.status?.rollout ?? {}
    equal(state, 'Stalled')
    match(message ?? '', /^task web-1-\w+: it exited with 3; .*its last words: no such table: users/)
  })

  it('is said to have no last words where its log driver keeps none', async () => {
    const world = aWorld({ images: { app: CRASHES } })
    world.service('web', { template: { image: 'app', logging: { driver: 'none' } } })
    await world.settle(5_000)
    const notKept = '(not kept: its log driver keeps nothing that can be read)'
    deepEqual(said(world).lastLogLines, [notKept])
    match(world.serviceNamed('web')?.status?.rollout?.message ?? '', /its last words: \(not kept: its log driver /)
  })

  it('fails it also where its engine tells of each end at once, and shows it only after the moment that it is watched', async () => {
    const world: TestWorld = aWorld({
      images: { app: CRASHES },
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          if (verb === 'inspectContainer' && world.host.containers()[0]?.State.Status === 'restarting')
            await new Promise<void>((shown) => world.world.clock.after(1_000, shown))
          return await next()
        }),
    })
    world.service('web', { template: { image: 'app' } })
    const states = new Set<string | undefined>()
    for (let look = 0; look < 500; look++) {
      await world.pass(20)
      states.add(world.serviceNamed('web')?.status?.rollout?.state)
    }
    deepEqual([...states], ['Progressing', 'Stalled'])
  })

  for (const { exitsAfterMs, becomes } of [
    { exitsAfterMs: 800, becomes: ['Stalled', 'RolloutFailed'] },
    { exitsAfterMs: 6_000, becomes: ['Completed', 'CrashLoop'] },
  ])
    it(`has come up where it ran for a moment, and is ${becomes[1]} where each of its runs takes ${exitsAfterMs} ms`, async () => {
      const world = aWorld({ images: { app: { ...CRASHES, behaviour: { ...CRASHES.behaviour, exitsAfterMs } } } })
      world.service('web', { template: { image: 'app' } })
      const state = () => world.serviceNamed('web')?.status?.rollout?.state
      while (state() !== 'Completed') await world.pass(10)
      await world.pass(20_000)
      deepEqual([state(), said(world).ready.split(/[ :]/)[1]], becomes)
    })

  it('is a crash loop from then on, also in the moments in which it runs', async () => {
    const world = await crashing()
    const seen = new Set<string>()
    for (let look = 0; look < 40; look++) {
      await world.settle(250)
      if (look > 10) seen.add(`${world.host.containers()[0]?.State.Status} ${said(world).reason}`)
    }
    deepEqual([...seen].sort(), ['restarting CrashLoop', 'running CrashLoop'])
    match(said(world).ready, /^False RolloutFailed: task web-1-\w+: it exited with 3; /)
    equal(said(world).lastLogLines?.at(-1), 'no such table: users')
  })

  it('says nothing of what its variables have in its last words (S9)', async () => {
    const output = ['login as hunter2-2 failed', '{"token":"hunter3"}']
    const world = aWorld({ images: { app: { ...CRASHES, behaviour: { ...CRASHES.behaviour, output } } } })
    world.service('web', { template: { image: 'app', env: [{ name: 'DB_PASSWORD', value: 'hunter2-2' }] } })
    await world.settle(5_000)
    deepEqual(said(world).lastLogLines?.slice(-2), ['login as *** failed', '{"token":"***"}'])
  })

  it('has its last words when it gave up, too, for who looks later', async () => {
    const world = aWorld({ images: { app: CRASHES } })
    const restartPolicy = { condition: 'OnFailure' as const, maxAttempts: 2 }
    world.service('web', { template: { image: 'app', restartPolicy } })
    await world.settle(30_000)
    await world.restart()
    await world.settle(150)
    deepEqual([said(world).reason, said(world).lastLogLines?.at(-1)], ['GaveUp', 'no such table: users'])
    match(said(world).ready, /its last words: no such table: users/)
  })

  for (const state of ['restarting', 'running'])
    it(`is one for who looks for the first time, with its last words, while it is ${state}`, async () => {
      const world = await crashing()
      await world.settle(3_000)
      await world.restart()
      for (let look = 0; look < 3_000 && world.host.containers()[0]?.State.Status !== state; look++)
        await world.settle(10)
      await world.restart()
      await world.settle(150)
      equal(said(world).reason, 'CrashLoop', said(world).message)
      match(said(world).ready, /^False RolloutFailed: /)
      deepEqual(said(world).lastLogLines?.at(-1), 'no such table: users')
    })

  it('shows no part of a password in what it printed, wherever that is cut (S9)', async () => {
    const line = `${'x'.repeat(475)} postgres://app:hunter2secret@db/app is away`
    const output = { ...CRASHES, behaviour: { exitsAfterMs: 300, exitCode: 3, output: [line] } }
    const world = aWorld({ images: { app: output } })
    world.service('web', { template: { image: 'app' } })
    await world.settle(300)
    await world.settle(3_000)
    match(said(world).lastLogLines?.at(-1) ?? '', /^x{475} postgres:/)
    equal(JSON.stringify(world.tasks()).includes('hunter'), false)
  })

  const sick = { image: 'sick', healthcheck: { test: ['CMD', 'nosuch'], intervalSeconds: 1, retries: 2 } }
  const late = { image: 'app', restartPolicy: { condition: 'OnFailure' as const, delaySeconds: 2 } }
  for (const [what, template] of [
    ['its health check fails', sick],
    ['it ends', late],
  ] as const)
    it(`stays failed over a restart of serve, which starts it again as ${what}, until it is up`, async () => {
      const images = { app: CRASHES, sick: { config: { Cmd: ['serve'] }, behaviour: { neverHealthy: true } } }
      const world = aWorld({ images })
      world.service('web', { template })
      await world.pass(60_000)
      await world.restart()
      const seen = new Set<string>()
      for (let look = 0; look < 300; look++) {
        await world.pass(100)
        seen.add(`${world.serviceNamed('web')?.status?.rollout?.state} ${said(world).ready.split(/[ :]/)[1]}`)
      }
      deepEqual([...seen], ['Stalled RolloutFailed'])
      if (template === sick) world.host.byHand.setHealth('shop-web-1', 'healthy')
      else return
      await world.pass(1_000)
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })

  it('counts each end once, though the event of it has a later time than its engine shows', async () => {
    const world = aWorld({
      images: { app: CRASHES },
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          const answer = await next()
          return verb === 'inspectContainer' ? endedEarlier(answer as ContainerInspect) : answer
        }),
    })
    world.service('web', { template: { image: 'app', restartPolicy: { condition: 'Always', delaySeconds: 3 } } })
    const seen = new Set<string>()
    for (let look = 0; look < 150; look++) {
      await world.pass(30)
      const { reason, failures = 0 } = world.tasks()[0]?.status ?? {}
      if (world.host.containers()[0]?.State.Status === 'exited') seen.add(`${reason} ${failures}`)
    }
    deepEqual([...seen], ['Running 0', 'Restarting 1', 'Running 1', 'Restarting 2'])
  })

  it('is ready again when it has run for a while', async () => {
    const world = aWorld({ images: { app: { config: { Cmd: ['serve'] } } } })
    world.service('web', { template: { image: 'app' } })
    await world.settle()
    for (let times = 0; times < 3; times++) {
      world.host.byHand.exit('shop-web-1', 1)
      await world.settle(2_000)
    }
    equal(said(world).reason, 'CrashLoop')
    equal(said(world).message, 'it runs again, after it ended 3 times in a row; before, it exited with 1')
    await world.settle()
    deepEqual([said(world).phase, said(world).reason], ['Running', 'Running'])
    match(said(world).ready, /^True AllReady/)
    equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
  })
})

describe('a container that runs at last, after starts that were refused', () => {
  it('is no crash loop: it never ended', async () => {
    let refused = 0
    const world = aWorld({
      images: { app: { config: { Cmd: ['serve'] } } },
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          if (verb !== 'startContainer' || refused++ > 3) return await next()
          throw new EngineError('Invalid', { node: 'a', tried: 'start it', detail: 'no such device' })
        }),
    })
    world.service('web', { template: { image: 'app' } })
    for (let look = 0; look < 100 && world.host.containers()[0]?.State.Status !== 'running'; look++)
      await world.settle(250)
    await world.settle(600)
    deepEqual([said(world).phase, said(world).reason], ['Running', 'Running'])
    match(said(world).ready, /^True AllReady/)
  })
})

describe('an end, and a start that is refused right after it', () => {
  it('are two failures in a row', async () => {
    let starts = 0
    const behaviour = { exitsAfterMs: 300, exitCode: 1 }
    const world = aWorld({
      images: { app: { config: { Cmd: ['x'] }, behaviour } },
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          if (verb !== 'startContainer' || starts++ === 0) return await next()
          throw new EngineError('Invalid', { node: 'a', tried: 'start it', detail: 'no such runtime' })
        }),
    })
    world.service('web', { template: { image: 'app', restartPolicy: { condition: 'OnFailure', windowSeconds: 60 } } })
    await world.settle(1_000)
    equal(starts, 2)
    equal(world.tasks()[0]?.status?.failures, 2)
  })
})
