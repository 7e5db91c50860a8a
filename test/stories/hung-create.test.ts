import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { sleep } from '../../clock/sleep.ts'
import { lockBody } from '../../controllers/locks/stack-lock.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import { aWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const NO_ANSWER = { node: 'a', tried: 'create', detail: 'no answer' }

/** A world whose engine does the create `lateMs` after it was asked; until it is hung up on, or for a minute, it says nothing. */
function aWorldWithLate(
  verb: 'createNetwork' | 'createVolume' | 'createContainer',
  lateMs: number,
  { beforeRemoval, ...options }: TestWorldOptions & { beforeRemoval?: (world: TestWorld) => void } = {},
): TestWorld {
  let isFirst = true
  const world: TestWorld = aWorld({
    ...options,
    wrapEngine: (engine) =>
      wrapEngine(engine, async (call, next) => {
        if (call.verb === 'removeContainer') beforeRemoval?.(world)
        if (call.verb !== verb || !isFirst) return await next()
        isFirst = false
        const { clock } = world.world
        void sleep(clock, lateMs).then(() => doneBy(world.host.engine(), call))
        await sleep(clock, 60_000, call.run.signal).catch(() => undefined)
        throw new EngineError(call.run.signal.aborted ? 'Cancelled' : 'Timeout', NO_ANSWER)
      }),
  })
  return world
}

/** Done by an engine that has it already, whoever hangs up. */
async function doneBy(engine: Engine, { verb, args, run }: Call): Promise<void> {
  const { object, reason } = run
  const own = { object, reason, signal: new AbortController().signal }
  await (engine[verb] as (args: unknown, run: Run) => Promise<unknown>)(args, own)
}

const networksOf = ({ host }: TestWorld) =>
  [...host.state.networks.values()].filter(({ predefined }) => !predefined).map(({ name }) => name)

const anna = { id: 'a'.repeat(16), by: 'anna@laptop', kind: 'serve', command: 'reconcile serve (pid 11)' } as const
const ci = { id: 'c'.repeat(16), by: 'ci@runner', kind: 'command', command: 'reconcile apply (pid 22)' } as const

/** Its service goes while the engine is asked for its container, and its task with it. */
async function deletedWhileItIsMade(world: TestWorld, spec: Parameters<TestWorld['service']>[1] = {}): Promise<void> {
  world.service('web', spec)
  await world.settle(1_000)
  const { store } = world.life().ports
  store.delete('Service', 'shop/web')
  await world.settle(3_000)
  equal(store.list('Task').size, 0)
}

describe('a network whose create takes long', () => {
  for (const nodes of [['a'], ['a', 'b']])
    it(`says where it is being made, as its task does, of ${nodes.length} hosts`, async () => {
      const world = aWorld({
        nodes,
        wrapEngine: (engine) =>
          wrapEngine(engine, async (call, next) => {
            if (call.verb === 'createNetwork') await sleep(world.world.clock, 40_000)
            return await next()
          }),
      })
      world.service('web', { placement: { constraints: ['node.hostname == a'] } })
      await world.settle(5_000)
      const network = () => world.life().ports.store.get('Network', 'shop/default')?.status
      const said = 'a was asked to create the network shop_default, and has not answered yet'
      const [ready] = network()?.conditions ?? []
      deepEqual([ready?.status, ready?.reason, ready?.message], ['False', 'UnderWay', said])
      deepEqual(network()?.nodes, [{ node: 'a', state: 'Held', reason: 'UnderWay', message: said }])
      equal(world.tasks()[0]?.status?.message, said)
      await world.settle()
      deepEqual([network()?.conditions?.[0]?.reason, network()?.nodes?.[0]?.state], ['Present', 'Present'])
    })
})

describe('a create that hung, and whose object is deleted meanwhile', () => {
  for (const lateMs of [5_000, 90_000, 400_000])
    it(`leaves no network, though it is done after ${lateMs / 1000} s (S6)`, async () => {
      const world = aWorldWithLate('createNetwork', lateMs)
      world.service('web', {})
      await world.settle(1_000)
      const { store } = world.life().ports
      store.delete('Service', 'shop/web')
      world.world.clock.after(lateMs + 600_000, () => {})
      await world.settle(lateMs + 600_000)
      equal(store.get('Network', 'shop/default'), undefined)
      deepEqual(networksOf(world), [])
    })

  it('leaves no network, though another life begins before it is done (S6)', async () => {
    const world = aWorldWithLate('createNetwork', 90_000)
    world.service('web', {})
    await world.settle(1_000)
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle(5_000)
    await world.restart()
    await world.pass(300_000)
    deepEqual(networksOf(world), [])
  })

  it('leaves no network whose create failed after it was done, without an event of it (S6)', async () => {
    const refused: string[] = []
    const world: TestWorld = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async (call, next) => {
          if (call.verb !== 'createNetwork') return await next()
          world.host.loseEvent(1)
          return await next().then(
            () => Promise.reject(new EngineError('Internal', NO_ANSWER)),
            (error: unknown) => {
              refused.push(String(error))
              throw error
            },
          )
        }),
    })
    world.service('web', {})
    await world.settle(5_000)
    match(refused[0] ?? '', /already exists/)
    world.life().ports.store.delete('Service', 'shop/web')
    await world.pass(700_000)
    deepEqual(networksOf(world), [])
  })

  it('leaves no network of which a proxy said that nobody answers, though it is deleted before it is seen (S6)', async () => {
    const world: TestWorld = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async (call, next) => {
          if (call.verb !== 'createNetwork') return await next()
          world.host.loseEvent(1)
          await next()
          await sleep(world.world.clock, 5_000)
          throw new EngineError('Unavailable', NO_ANSWER)
        }),
    })
    world.service('web', {})
    await world.settle(1_000)
    world.life().ports.store.delete('Service', 'shop/web')
    await world.pass(700_000)
    deepEqual(networksOf(world), [])
  })

  it('leaves alone what another reconcile makes of that name when nothing was left unanswered (S4)', async () => {
    const world = aWorld()
    world.service('web', {})
    await world.settle()
    const [made] = [...world.host.state.networks.values()].filter(({ predefined }) => !predefined)
    world.life().ports.store.delete('Service', 'shop/web')
    await world.settle()
    deepEqual(networksOf(world), [])
    world.host.byHand.createNetwork({ Name: 'shop_default', Labels: { ...made?.body.Labels } })
    await world.settle()
    deepEqual(networksOf(world), ['shop_default'])
  })

  for (const lateMs of [5_000, 90_000, 400_000])
    it(`leaves no container, though it is done after ${lateMs / 1000} s (S6)`, async () => {
      const world = aWorldWithLate('createContainer', lateMs)
      await deletedWhileItIsMade(world)
      world.world.clock.after(lateMs + 600_000, () => {})
      await world.settle(lateMs + 600_000)
      deepEqual([...world.host.state.containers.values()], [])
    })

  it('leaves no container, though another life begins before it is done (S6)', async () => {
    const world = aWorldWithLate('createContainer', 90_000)
    await deletedWhileItIsMade(world)
    await world.restart()
    await world.pass(300_000)
    deepEqual([...world.host.state.containers.values()], [])
  })

  it('leaves no container that a life which was killed has asked for (S6)', async () => {
    const world = aWorldWithLate('createContainer', 2_000_000)
    world.service('web', {})
    await world.settle(1_000)
    await world.restart()
    const { store } = world.life().ports
    store.delete('Service', 'shop/web')
    await world.pass(2_500_000)
    deepEqual([...world.host.state.containers.values()], [])
  })

  it('leaves alone what another home runs of the same files (S4)', async () => {
    const other = aWorld()
    other.service('web', {})
    await other.settle()
    const world = aWorldWithLate('createContainer', 100_000_000)
    await deletedWhileItIsMade(world)
    const [made] = [...other.host.state.containers.values()]
    world.host.byHand.run('shop-web-1', { Image: 'nginx', Labels: { ...made?.config.Labels } })
    await world.settle(60_000)
    equal(world.host.state.containers.size, 1)
  })

  it('leaves alone what somebody starts while it is taken away (S4)', async () => {
    const world = aWorldWithLate('createContainer', 90_000, {
      beforeRemoval: ({ host }) => host.byHand.start('shop-web-1'),
    })
    await deletedWhileItIsMade(world, { template: { image: 'nginx', networkMode: 'bridge' } })
    await world.pass(300_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
  })

  it('takes nothing away that it never asked for (S4)', async () => {
    const world = aWorld({ images: {} })
    world.service('web', {})
    await world.settle(1_000)
    const { store } = world.life().ports
    store.delete('Service', 'shop/web')
    await world.settle(1_000)
    deepEqual([store.list('Task').size, store.facts('unanswered').size], [0, 0])
  })

  it('waits while another home has the stack, and leaves no container then (S6, S11)', async () => {
    const world = aWorldWithLate('createContainer', 300_000, { locker: anna })
    await deletedWhileItIsMade(world)
    const lock = lockBody({ installation: 'default', stack: 'shop' }, { ...ci, since: new Date(0).toISOString() })
    world.host.byHand.createVolume(lock)
    await world.pass(400_000)
    deepEqual(world.containers(), ['shop-web-1 created'])
    world.host.byHand.removeVolume(String(lock.Name))
    await world.pass(60_000)
    deepEqual(world.containers(), [])
  })

  it('forgets after an hour that one may come', async () => {
    const world = aWorldWithLate('createContainer', 100_000_000)
    await deletedWhileItIsMade(world)
    const { store } = world.life().ports
    equal(store.facts('unanswered').size, 1)
    await world.pass(4_000_000)
    equal(store.facts('unanswered').size, 0)
  })

  it('leaves no volume that was to go with its data', async () => {
    const world = aWorldWithLate('createVolume', 90_000)
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
    world.service('web', {
      template: { image: 'nginx', mounts: [{ type: 'Volume', source: 'data', target: '/data' }] },
    })
    await world.settle(1_000)
    const { store } = world.life().ports
    store.update('Volume', 'shop/data', ({ metadata: own }) => void own.finalizers?.push(finalizers.volumeData))
    store.delete('Service', 'shop/web')
    store.delete('Volume', 'shop/data')
    await world.pass(700_000)
    equal(store.get('Volume', 'shop/data'), undefined)
    deepEqual([...world.host.state.volumes.keys()], [])
  })
})

describe('a container whose create or start takes long', () => {
  for (const verb of ['createContainer', 'startContainer'] as const)
    it(`says that, and since when, until the engine answers: ${verb}`, async () => {
      const world = aWorld({
        wrapEngine: (engine) =>
          wrapEngine(engine, async (call, next) => {
            if (call.verb === verb) await sleep(world.world.clock, 15_000)
            return await next()
          }),
      })
      world.service('web', {})
      const said = () => world.tasks()[0]?.status?.message ?? ''
      await world.settle(2_000)
      match(said(), /no container yet$/)
      await world.settle(3_000)
      const words =
        /; a was asked to create and start its container at 2030-01-01T00:00:0\S+Z, and has not answered yet$/
      match(said(), words)
      match(getCondition(world.serviceNamed('web')?.status?.conditions, 'Ready')?.message ?? '', words)
      await world.settle(30_000)
      equal(said(), 'it runs')
    })
})
