import { deepEqual, equal, match } from 'node:assert/strict'
import { finalizers } from '../../api/v1/labels.ts'
import { defaultSettings } from '../../api/v1/settings.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRenewal } from '../../controllers/service/restart.ts'
import { removeData } from '../../controllers/volume/remove-data.ts'
import { withdraw } from '../../store/source/acceptance/withdraw.ts'
import { acceptApply } from '../../store/source/apply.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const VOLUME = `apiVersion: reconcile.dev/v1
kind: Volume
metadata: { name: data, namespace: shop }
`
const SERVICE = `---
apiVersion: reconcile.dev/v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { template: { image: nginx, stopGracePeriodSeconds: 1, mounts: [{ type: Volume, source: data, target: /d }] } }
`
const Mounts = [{ Type: 'volume', Source: 'shop_data', Target: '/d' }]
const MINUTE = 60_000
const context = { variable: () => undefined, readFile: () => new Error('nothing is read') }

function apply(world: TestWorld, text = VOLUME + SERVICE) {
  const { store, clock } = world.life().ports
  const files = [readText({ file: '/shop/a.yaml', text }, context, [])]
  const outcome = acceptApply({ store, settings: defaultSettings, now: clock.now(), files })
  deepEqual(outcome.errors, [])
  return outcome
}

const storeOf = (world: TestWorld) => world.life().ports.store
const volumeOf = (world: TestWorld) => storeOf(world).get('Volume', 'shop/data')
const readyOf = (world: TestWorld) => volumeOf(world)?.status?.conditions?.find(({ type }) => type === 'Ready')
const isOnHost = (world: TestWorld) => world.host.state.volumes.has('shop_data')
const removals = (world: TestWorld) => world.calls.filter(({ method, path }) => `${method} ${path}` === REMOVAL).length
const REMOVAL = 'DELETE /volumes/shop_data'

function deleteData(world: TestWorld): void {
  const store = storeOf(world)
  store.update('Volume', 'shop/data', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
  withdraw(store, 'Volume/shop/data')
}

/** A stack that runs, with a volume. */
async function running(): Promise<TestWorld> {
  const world = aWorld()
  apply(world)
  await world.settle()
  deepEqual([world.containers(), isOnHost(world)], [['shop-web-1 running'], true])
  return world
}

/** The same, deleted with its data, for which a container of others is waited. */
async function held(): Promise<TestWorld> {
  const world = await running()
  world.host.byHand.run('backup', { Image: 'nginx', HostConfig: { Mounts } })
  withdraw(storeOf(world), 'Service/shop/web')
  deleteData(world)
  await world.settle(MINUTE)
  equal(readyOf(world)?.reason, 'ForeignUsers')
  return world
}

describe('a volume that is declared again while its deletion with its data waits', () => {
  for (const isRestarted of [false, true])
    it(`goes on with its data, at every stop and deletion without it${isRestarted ? ', over restarts' : ''} (S4)`, async () => {
      const world = await held()
      const restart = async () => void (isRestarted && (await world.restart()))
      await restart()
      deepEqual(apply(world).kept, ['Volume/shop/data'])
      await restart()
      await world.settle(MINUTE)
      world.host.byHand.remove('backup')
      await restart()
      await world.pass(MINUTE)
      deepEqual([volumeOf(world)?.metadata.deletionTimestamp, readyOf(world)?.status], [undefined, 'True'])
      stopService(storeOf(world), 'shop/web', { now: world.world.clock.now() })
      await world.pass(MINUTE)
      startService(storeOf(world), 'shop/web')
      await world.pass(MINUTE)
      deepEqual(world.containers(), ['shop-web-1 running'])
      withdraw(storeOf(world), 'Service/shop/web')
      withdraw(storeOf(world), 'Volume/shop/data')
      await world.pass(MINUTE)
      deepEqual([volumeOf(world), isOnHost(world), removals(world)], [undefined, true, 0])
    })

  it('goes with its data when that is said again', async () => {
    const world = await held()
    apply(world)
    await world.settle(MINUTE)
    world.host.byHand.remove('backup')
    withdraw(storeOf(world), 'Service/shop/web')
    deleteData(world)
    await world.pass(MINUTE)
    deepEqual([volumeOf(world), isOnHost(world), removals(world)], [undefined, false, 1])
  })

  it('is a loss as before where it goes by another hand', async () => {
    const world = await held()
    apply(world)
    world.host.byHand.remove('backup')
    withdraw(storeOf(world), 'Service/shop/web')
    await world.pass(MINUTE)
    world.host.byHand.removeVolume('shop_data')
    apply(world)
    await world.pass(MINUTE)
    equal(readyOf(world)?.reason, 'VolumeLost')
  })

  it('is empty, and not lost, where the removal was done though nobody heard of that', async () => {
    const world = await running()
    withdraw(storeOf(world), 'Service/shop/web')
    deleteData(world)
    world.host.failNext('removeVolume', { code: 'Unreachable', message: 'the connection broke' }, { applied: true })
    while (isOnHost(world)) await world.settle(1)
    apply(world)
    await world.restart()
    await world.pass(MINUTE)
    deepEqual([world.containers(), readyOf(world)?.reason], [['shop-web-1 running'], 'Present'])
  })

  it('stays where that happens while its removal waits for storage', async () => {
    const world = await held()
    world.host.byHand.remove('backup')
    const { ports } = world.life()
    const durable = async () => {
      apply(world)
      await ports.store.durable()
    }
    const [volume, run] = [volumeOf(world), { signal: new AbortController().signal, object: '', reason: '' }]
    if (!volume) throw new Error('it is there')
    const removing = removeData(
      { node: 'a', because: 'deleted' },
      { volume, hostName: 'shop_data' },
      { ports: { ...ports, store: { ...ports.store, durable } }, run },
    )
    await world.settle(MINUTE)
    deepEqual([(await removing)?.do, isOnHost(world), removals(world)], ['leave', true, 0])
  })

  for (const isRestarted of [false, true])
    it(`has its data or none, and is never lost, whenever that is${isRestarted ? ', with a restart' : ''}`, async () => {
      const outcomes = new Set<string>()
      for (let step = 0; step < 200; step += step < 80 ? 8 : 1) {
        const world = await running()
        withdraw(storeOf(world), 'Service/shop/web')
        deleteData(world)
        await world.settle(step)
        if (isRestarted) await world.restart()
        if (!volumeOf(world)) break
        const { kept = [] } = apply(world)
        await world.settle(MINUTE)
        apply(world) // a service whose deletion was under way is accepted when it is gone
        await world.pass(MINUTE)
        const why = `declared again after ${step} ms`
        deepEqual([kept, world.containers()], [['Volume/shop/data'], ['shop-web-1 running']], why)
        equal(removals(world) <= 1 && readyOf(world)?.status === 'True', true, why)
        outcomes.add(removals(world) === 0 ? 'kept' : 'empty')
      }
      deepEqual([...outcomes], ['kept', 'empty'])
    })
})

describe('a volume that is to go with its data, which a service uses that stays', () => {
  it('starts no task anew, and says why and what may be done', async () => {
    const world = await running()
    deleteData(world)
    askRenewal(storeOf(world), 'shop/web', world.world.clock.now())
    await world.settle(MINUTE)
    deepEqual(world.containers(), ['shop-web-1 running'])
    world.host.byHand.remove('shop-web-1')
    await world.pass(MINUTE)
    deepEqual([world.containers(), isOnHost(world)], [[], true])
    const { reason, message = '' } = world.tasks()[0]?.status ?? {}
    equal(reason, 'WaitingForVolume')
    match(
      message,
      /^the volume data is to be deleted with its data since 20.*Z, and waits: still mounted by .*; to keep it, declare it again.*; to let it go, end what uses it, as with `reconcile stop web -n shop`$/,
    )
  })

  it('goes on once it is declared again', async () => {
    const world = await running()
    deleteData(world)
    world.host.byHand.remove('shop-web-1')
    await world.pass(MINUTE)
    deepEqual(world.containers(), [])
    deepEqual(apply(world).kept, ['Volume/shop/data'])
    await world.settle(MINUTE)
    deepEqual([world.containers(), isOnHost(world), removals(world)], [['shop-web-1 running'], true, 0])
  })

  it('goes with what uses it', async () => {
    const world = await running()
    deleteData(world)
    stopService(storeOf(world), 'shop/web', { now: world.world.clock.now() })
    await world.pass(MINUTE)
    deepEqual([volumeOf(world), isOnHost(world)], [undefined, false])
  })
})
