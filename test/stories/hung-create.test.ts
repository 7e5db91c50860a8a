import { deepEqual, equal } from 'node:assert/strict'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { sleep } from '../../clock/sleep.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { Run } from '../../engine/run.ts'
import { type Call, wrapEngine } from '../../engine/wrap.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const NO_ANSWER = { node: 'a', tried: 'create', detail: 'no answer' }

/** A world whose engine does the create `lateMs` after it was asked; until it is hung up on, or for a minute, it says nothing. */
function aWorldWithLate(verb: 'createNetwork' | 'createVolume' | 'createContainer', lateMs: number): TestWorld {
  let isFirst = true
  const world: TestWorld = aWorld({
    wrapEngine: (engine) =>
      wrapEngine(engine, async (call, next) => {
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

/** Its service goes while the engine is asked for its container, and its task with it. */
async function deletedWhileItIsMade(world: TestWorld): Promise<void> {
  world.service('web', {})
  await world.settle(1_000)
  const { store } = world.life().ports
  store.delete('Service', 'shop/web')
  await world.settle(3_000)
  equal(store.list('Task').size, 0)
}

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
    world.world.clock.after(300_000, () => {})
    await world.settle(300_000)
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
    world.world.clock.after(300_000, () => {})
    await world.settle(300_000)
    deepEqual([...world.host.state.containers.values()], [])
  })

  it('leaves no container that a life which was killed has asked for (S6)', async () => {
    const world = aWorldWithLate('createContainer', 2_000_000)
    world.service('web', {})
    await world.settle(1_000)
    await world.restart()
    const { store } = world.life().ports
    // One that is killed has noted nothing.
    for (const key of store.facts('unanswered').keys()) store.putFact('unanswered', key, undefined)
    store.delete('Service', 'shop/web')
    world.world.clock.after(2_500_000, () => {})
    await world.settle(2_500_000)
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

  it('forgets after an hour that one may come', async () => {
    const world = aWorldWithLate('createContainer', 100_000_000)
    await deletedWhileItIsMade(world)
    const { store } = world.life().ports
    equal(store.facts('unanswered').size, 1)
    world.world.clock.after(4_000_000, () => {})
    await world.settle(4_000_000)
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
    world.world.clock.after(700_000, () => {})
    await world.settle(700_000)
    equal(store.get('Volume', 'shop/data'), undefined)
    deepEqual([...world.host.state.volumes.keys()], [])
  })
})
