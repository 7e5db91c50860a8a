import { deepEqual } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { labels } from '../../api/v1/labels.ts'
import { sleep } from '../../clock/sleep.ts'
import { adoptionOf } from '../../controllers/adoption/records.ts'
import { inspectVolume } from '../../engine/simulated/volumes.ts'
import { wrapEngine } from '../../engine/wrap.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
const MINUTE = 60_000
const HOUR = 60 * MINUTE

const readyOf = (world: TestWorld) =>
  getCondition(world.life().ports.store.get('Volume', 'shop/data')?.status?.conditions, 'Ready')
const recordOf = (world: TestWorld) => adoptionOf(world.life().ports.store, 'Volume', 'a/shop_data')
const standing = (world: TestWorld) => [readyOf(world)?.reason, ...world.containers()]
const creates = (calls: readonly string[]) => calls.filter((call) => call.endsWith('/volumes/create')).length

/** A service whose volume can't be made, as the disk of its host is full. */
async function aFullDisk(apiVersion = '1.51'): Promise<TestWorld> {
  const world = aWorld({ apiVersion })
  world.host.byHand.fillDisk(true)
  const metadata = { name: 'data', namespace: 'shop' }
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: {} })
  world.service('db', { template: { image: 'nginx', mounts } })
  await world.pass(HOUR)
  deepEqual(standing(world), ['CallFailed'])
  world.newCalls()
  return world
}

/** The host loses its power twice, and with it what its engine has in memory. */
async function rebootTwice({ host, pass }: TestWorld): Promise<void> {
  for (const _ of ['once', 'and again']) {
    host.crash()
    await pass(MINUTE)
    host.restart()
    await pass(HOUR)
  }
}

describe('a volume that a full disk left half made, with labels that its engine has in memory alone', () => {
  for (const apiVersion of ['1.41', '1.51'])
    for (const isRestarted of [true, false])
      it(`is made once more, and keeps them, ${isRestarted ? 'by who starts then' : 'while reconcile goes on'}: ${apiVersion}`, async () => {
        const world = await aFullDisk(apiVersion)
        if (isRestarted) await world.restart()
        world.host.byHand.fillDisk(false)
        await world.pass(HOUR)
        await rebootTwice(world)
        deepEqual(standing(world), ['Present', 'shop-db-1 running'])
        const own = world.host.state.volumes.get('shop_data')?.inspect.Labels
        deepEqual([own?.[labels.stack], recordOf(world)], ['shop', undefined])
      })

  it('is made once more where its host did not answer meanwhile', async () => {
    const world = await aFullDisk()
    world.host.hang()
    await world.pass(HOUR)
    deepEqual(standing(world), ['HostUnreachable'])
    world.host.byHand.fillDisk(false)
    world.host.thaw()
    await world.pass(HOUR)
    await rebootTwice(world)
    deepEqual([...standing(world), recordOf(world)], ['Present', 'shop-db-1 running', undefined])
  })

  it('is made once more in the plan, too', async () => {
    const world = await aFullDisk()
    world.host.byHand.fillDisk(false)
    const stopped = world.life().stop()
    await world.settle()
    await stopped
    const { calls } = await planOf(world)
    world.newCalls()
    await world.restart()
    await world.settle()
    deepEqual([creates(calls.map(({ path }) => path)), creates(world.newCalls())], [1, 1])
  })

  for (const apiVersion of ['1.41', '1.51'])
    it(`is ours by a record where somebody asked for it by name before, so that its engine keeps no labels: ${apiVersion}`, async () => {
      const world = await aFullDisk(apiVersion)
      inspectVolume(world.host.state, 'shop_data')
      world.host.byHand.fillDisk(false)
      await world.pass(HOUR)
      await rebootTwice(world)
      deepEqual(standing(world), ['Present', 'shop-db-1 running'])
      deepEqual(recordOf(world)?.labels[labels.stack], 'shop')
    })

  it('is not ours where somebody made another one in its place meanwhile (S4)', async () => {
    const world = await aFullDisk()
    world.host.dropEvents(true)
    world.host.byHand.removeVolume('shop_data')
    world.host.byHand.fillDisk(false)
    world.host.byHand.createVolume({ Name: 'shop_data' })
    await world.pass(2 * MINUTE)
    deepEqual([recordOf(world), ...standing(world)], [undefined, 'MadeByOthers', 'shop-db-1 running'])
  })
})

describe('a volume whose create is answered after its host has told of it', () => {
  it('lets its task go on at once, also where it is made anew and its status stays', async () => {
    const world: TestWorld = aWorld({
      wrapEngine: (engine) =>
        wrapEngine(engine, async ({ verb }, next) => {
          const answer = await next()
          if (verb === 'createVolume') await sleep(world.world.clock, 100)
          return answer
        }),
    })
    const metadata = { name: 'data', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { recreate: true } })
    world.service('db', { template: { image: 'nginx', mounts } })
    await world.settle()
    world.host.byHand.remove('shop-db-1')
    world.host.byHand.removeVolume('shop_data')
    await world.pass(MINUTE)
    deepEqual(standing(world), ['Present', 'shop-db-1 running'])
  })
})
