import { deepEqual, equal, match } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { updateFailure } from '../../api/v1/failed-revision.ts'
import type { ObjectOf } from '../../api/v1/kinds.ts'
import { aRunning, RUNS, type TestWorld } from '../support/world.ts'

const HOUR = 3_600_000

/** A world in which `shop/web` runs, and `key` is paused for an hour. */
async function paused(key: string): Promise<{ world: TestWorld; until: number }> {
  const world = await aRunning({})
  const until = world.world.clock.now() + HOUR
  world.life().ports.store.putFact('pause', key, { reason: 'audit', until })
  equal(await world.settle(), 'quiet')
  return { world, until }
}

const readyOf = (object: ObjectOf | undefined) => getCondition(object?.status?.conditions, 'Ready')

describe('a pause', () => {
  for (const key of ['shop/web', 'shop'])
    it(`of ${key} ends at its time by itself: a rollout goes on, and what was stopped runs again`, async () => {
      const { world, until } = await paused(key)
      world.service('web', { template: { image: 'nginx:2' } })
      await world.pass(HOUR - 10_000)
      deepEqual(world.newCalls(), [])
      const { rollout } = world.serviceNamed('web')?.status ?? {}
      equal(rollout?.state, 'Paused')
      const end = key === 'shop' ? 'stack/shop' : 'service/web -n shop'
      equal(
        rollout?.message,
        `paused until ${new Date(until).toISOString()}: audit; \`reconcile resume ${end}\` ends it`,
      )
      await world.pass(20_000)
      await world.settle()
      equal(world.host.containers()[0]?.Config.Image, 'nginx:2')
      equal(world.serviceNamed('web')?.status?.rollout?.state, 'Completed')
    })

  it('leaves ready what runs, and is what its service and stack say', async () => {
    const { world } = await paused('shop')
    const { store } = world.life().ports
    const [task] = world.tasks()
    deepEqual([task?.status?.phase, readyOf(task)?.status, readyOf(task)?.reason], ['Running', 'True', 'Paused'])
    equal(world.serviceNamed('web')?.status?.readyReplicas, 1)
    equal(readyOf(world.serviceNamed('web'))?.reason, 'RolloutPaused')
    equal(readyOf(store.get('Stack', 'shop'))?.reason, 'RolloutPaused')
  })

  it('leaves a failure its words: at its end those of the pause are said no more, of the revision neither', async () => {
    const bad = { config: { Cmd: ['crash'] }, behaviour: { exitsAfterMs: 200, exitCode: 3 } }
    const world = await aRunning({}, { images: { nginx: RUNS, 'app:bad': bad } })
    const { store } = world.life().ports
    world.service('web', { template: { image: 'app:bad' }, updateStrategy: {} })
    await world.settle(60_000)
    const said = () => [
      world.serviceNamed('web')?.status?.rollout?.message,
      readyOf(world.serviceNamed('web'))?.message,
      [...store.list('Revision').values()].map(updateFailure),
    ]
    const before = said()
    for (const pause of [{ reason: 'audit' }, undefined]) {
      store.putFact('pause', 'shop/web', pause)
      await world.settle(60_000)
    }
    deepEqual(said(), before)
    match(JSON.stringify(before), /exited with 3/)
  })

  it('heals at its end what went wrong meanwhile', async () => {
    const { world } = await paused('shop/web')
    world.host.byHand.stop('shop-web-1')
    await world.pass(HOUR - 10_000)
    deepEqual(world.containers(), ['shop-web-1 exited'])
    await world.pass(11_000)
    deepEqual(world.containers(), ['shop-web-1 running'])
    equal(world.tasks()[0]?.status?.phase, 'Running')
  })

  it('says of a host that is away that nobody knows, and is a pause again when it is back (S5)', async () => {
    const { world } = await paused('shop')
    world.host.crash()
    await world.pass(60_000)
    const seen = () => [world.tasks()[0]?.status?.phase, world.tasks()[0]?.status?.reason]
    deepEqual(seen(), ['Unknown', 'HostUnreachable'])
    world.host.restart()
    await world.pass(60_000)
    equal(seen()[1], 'Paused')
    deepEqual(world.newCalls(), [])
  })

  it('of a service that is over leaves that of its stack', async () => {
    const { world } = await paused('shop')
    world.life().ports.store.putFact('pause', 'shop/web', { until: world.world.clock.now() + 1_000 })
    world.host.byHand.stop('shop-web-1')
    await world.pass(5_000)
    deepEqual(world.containers(), ['shop-web-1 exited'])
    match(world.tasks()[0]?.status?.message ?? '', /audit/)
  })
})
