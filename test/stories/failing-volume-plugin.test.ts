import { deepEqual, equal } from 'node:assert/strict'
import { getCondition } from '../../api/v1/conditions.ts'
import type { V1VolumeSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { adoptionOf } from '../../controllers/adoption/records.ts'
import type { Engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import type { FailedPlugin } from '../../engine/simulated/state.ts'
import { aWorld, type TestWorld, type TestWorldOptions } from '../support/world.ts'

const mounts = [{ type: 'Volume' as const, source: 'data', target: '/data' }]
const LEFT_OUT = 'a could not list all of its volumes, and shop_data may be one that it left out: '
const UNLISTED = `${LEFT_OUT}list rclone: the plugin does not answer`
/** An engine lists nothing of a plugin that is not there, without a warning. */
const UNTOLD = `${LEFT_OUT}error while checking if volume "shop_data" exists in driver "rclone": error looking up volume plugin rclone: not found`

function aHostWithPlugin(options: TestWorldOptions = {}): TestWorld {
  const world = aWorld(options)
  world.host.state.info = { ...world.host.state.info, pluginsVolume: ['local', 'rclone'] }
  return world
}

/** A service with a volume of a plugin. */
async function aRunningWithPlugin(
  spec: V1VolumeSpec = { driver: 'rclone' },
  options: TestWorldOptions = {},
): Promise<TestWorld> {
  const world = aHostWithPlugin(options)
  declareIn(world, spec)
  await world.settle()
  deepEqual(world.containers(), ['shop-web-1 running'])
  return world
}

function declareIn(world: TestWorld, spec: V1VolumeSpec): void {
  world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata: { name: 'data', namespace: 'shop' }, spec })
  world.service('web', { template: { image: 'nginx', mounts } })
}

/** The plugin fails, or is not there, and reconcile comes to know the host meanwhile. */
async function startedWhileItFails(world: TestWorld, how: FailedPlugin = 'failing'): Promise<void> {
  world.host.byHand.setPlugin('rclone', how)
  await world.restart()
  await world.settle()
  world.newCalls()
}

const saidOf = (world: TestWorld) => {
  const { conditions, nodes } = world.life().ports.store.get('Volume', 'shop/data')?.status ?? {}
  const ready = getCondition(conditions, 'Ready')
  return [ready?.reason, ready?.message, nodes?.map(({ state }) => state).join()]
}

for (const { which, how, said, backMs } of [
  { which: 'that fails', how: 'failing', said: UNLISTED, backMs: 400_000 },
  { which: 'that is not there', how: 'gone', said: UNTOLD, backMs: 20_000 },
] as const)
  describe(`a volume of a plugin ${which}`, () => {
    it('is not made anew, though it may be where it is lost', async () => {
      const world = await aRunningWithPlugin({ driver: 'rclone', recreate: true })
      await startedWhileItFails(world, how)
      deepEqual(saidOf(world), ['VolumesUnlisted', said, 'Held'])
      deepEqual(world.newCalls(), [])
    })

    it('keeps a deletion of its data waiting, and goes once the plugin is back', async () => {
      const world = await aRunningWithPlugin()
      await startedWhileItFails(world, how)
      const { store } = world.life().ports
      store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
      store.delete('Service', 'shop/web')
      store.delete('Volume', 'shop/data')
      await world.settle()
      deepEqual(saidOf(world), ['VolumesUnlisted', said, 'Held'])
      world.host.byHand.setPlugin('rclone', 'well')
      await world.pass(backMs)
      equal(store.get('Volume', 'shop/data'), undefined)
      deepEqual([...world.host.state.volumes.keys()], [])
    })

    it('is not missing where it is external', async () => {
      const world = aHostWithPlugin()
      world.host.byHand.createVolume({ Name: 'shop_data', Driver: 'rclone' })
      world.host.byHand.setPlugin('rclone', how)
      declareIn(world, { external: true, hostName: 'shop_data' })
      await world.settle()
      deepEqual(saidOf(world), ['VolumesUnlisted', said, 'Held'])
    })
  })

describe('a volume of a plugin that fails', () => {
  it('is not lost, as a list may have left it out, and is as it was once the plugin is mended', async () => {
    const world = await aRunningWithPlugin()
    await startedWhileItFails(world)
    deepEqual(saidOf(world), ['VolumesUnlisted', UNLISTED, 'Held'])
    deepEqual(world.containers(), ['shop-web-1 running'])
    world.host.byHand.setPlugin('rclone', 'well')
    await world.pass(400_000)
    deepEqual(saidOf(world), ['Present', 'it is where its tasks are', 'Present'])
    deepEqual(world.newCalls(), [])
  })

  it('stays known to who knew it: a later list without it says nothing', async () => {
    const world = await aRunningWithPlugin()
    world.newCalls()
    world.host.byHand.setPlugin('rclone', 'failing')
    await world.pass(700_000)
    deepEqual(saidOf(world), ['Present', 'it is where its tasks are', 'Present'])
    deepEqual(world.newCalls(), [])
  })

  it('is looked for again soon, not with the next full list', async () => {
    const world = await aRunningWithPlugin()
    await startedWhileItFails(world)
    world.host.byHand.setPlugin('rclone', 'well')
    await world.pass(5_000)
    deepEqual(saidOf(world)[0], 'Present')
  })

  it('stays ours where it was adopted', async () => {
    const world = await aRunningWithPlugin()
    const { store } = world.life().ports
    const record = { node: 'a', name: 'shop_data', labels: { 'reconcile.dev/stack': 'shop' } }
    store.putFact('adoption', 'Volume/a/shop_data', record)
    await startedWhileItFails(world)
    deepEqual(adoptionOf(world.life().ports.store, 'Volume', 'a/shop_data')?.name, 'shop_data')
  })

  it('keeps no other from being made', async () => {
    const world = aHostWithPlugin()
    world.host.byHand.setPlugin('rclone', 'failing')
    declareIn(world, {})
    await world.settle()
    deepEqual(world.containers(), ['shop-web-1 running'])
  })
})

describe('a volume of a plugin that is not there', () => {
  it('is not lost, as its engine does not know, and is as it was once the plugin is back', async () => {
    const world = await aRunningWithPlugin()
    await startedWhileItFails(world, 'gone')
    deepEqual(saidOf(world), ['VolumesUnlisted', UNTOLD, 'Held'])
    world.host.byHand.setPlugin('rclone', 'well')
    await world.pass(20_000)
    deepEqual(saidOf(world), ['Present', 'it is where its tasks are', 'Present'])
    deepEqual(world.newCalls(), [])
  })

  it('stays known to who knew it', async () => {
    const world = await aRunningWithPlugin()
    world.newCalls()
    world.host.byHand.setPlugin('rclone', 'gone')
    await world.pass(700_000)
    deepEqual(saidOf(world), ['Present', 'it is where its tasks are', 'Present'])
    deepEqual(world.newCalls(), [])
  })

  it('keeps nobody from its host, though the engine looks for the plugin until the call is over', async () => {
    let isGone = false
    const late = new EngineError('Timeout', { node: 'a', tried: 'inspect volume', detail: 'no answer within 30 s' })
    const wrapEngine = (engine: Engine): Engine => ({
      ...engine,
      inspectVolume: (...args) => (isGone ? Promise.reject(late) : engine.inspectVolume(...args)),
    })
    const world = await aRunningWithPlugin({ driver: 'rclone' }, { wrapEngine })
    isGone = true
    world.host.byHand.setPlugin('rclone', 'gone')
    const { inventory } = world.life().ports
    for (let passed = 0; passed < 700; passed++) {
      await world.pass(1_000)
      deepEqual([inventory.host('a')?.synced, inventory.host('a')?.unreachable], [true, undefined])
    }
    deepEqual(saidOf(world), ['Present', 'it is where its tasks are', 'Present'])
  })

  it('is lost where the plugin says so', async () => {
    const world = await aRunningWithPlugin()
    world.host.state.volumes.delete('shop_data')
    await world.pass(700_000)
    equal(saidOf(world)[0], 'VolumeLost')
  })
})
