import { deepEqual, equal, notEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { finalizers } from '../../api/v1/labels.ts'
import { consent } from '../../controllers/adoption/records.ts'
import { startService, stopService } from '../../controllers/holds/stop.ts'
import { askRenewal, askRestart } from '../../controllers/service/restart.ts'
import { anonymousVolumes } from '../../engine/container/anonymous-volumes.ts'
import { composeProject } from '../support/compose-project.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const plain = { config: { Cmd: ['serve'] } }
const withData = { config: { ...plain.config, Volumes: { '/data': {} } } }
const images = {
  'db:1': withData,
  'db:2': withData,
  'db:bad': { ...withData, behaviour: { exitsAfterMs: 100, exitCode: 1 } },
  'plain:1': plain,
  'broken:1': { ...plain, behaviour: { startError: 'no such command' } },
}
const KEY = 'shop/db'
const template = (image: string) => ({ template: { image } })

/** A world in which `db` runs, with these fields besides. */
async function running(spec: Partial<V1ServiceSpec> = {}, nodes: readonly string[] = ['a']): Promise<TestWorld> {
  const world = aWorld({ images, nodes })
  world.service('db', { ...template('db:1'), ...spec })
  equal(await world.settle(), 'quiet')
  world.newCalls()
  return world
}

/** What is at `/data` in the container of this name. */
const dataOf = ({ host }: TestWorld, name = 'shop-db-1') => {
  const found = host.containers().find(({ Name }) => Name === `/${name}`)
  return found && anonymousVolumes(found)['/data']
}
const volumesOf = ({ host }: TestWorld) => [...host.state.volumes.keys()].sort()
const storeOf = (world: TestWorld) => world.life().ports.store
const now = (world: TestWorld) => world.world.clock.now()

/** Deletes the service, with its data where that is asked for. */
async function deleted(world: TestWorld, how: 'alone' | 'with its data'): Promise<void> {
  const store = storeOf(world)
  if (how === 'with its data')
    store.update('Service', KEY, ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
  store.delete('Service', KEY)
  await world.settle()
  deepEqual([store.get('Service', KEY), store.facts('carried').size], [undefined, 0])
}

describe('an anonymous volume', () => {
  const changes: Record<string, (world: TestWorld) => Promise<unknown> | void> = {
    'a new image': (world) => world.service('db', template('db:2')),
    'a restart': (world) => askRestart(storeOf(world), KEY, now(world)),
    'a stop and a start': async (world) => {
      stopService(storeOf(world), KEY, { now: now(world) })
      await world.settle()
      deepEqual(world.containers(), [])
      startService(storeOf(world), KEY)
    },
    'a stop, another life and a start': async (world) => {
      stopService(storeOf(world), KEY, { now: now(world) })
      await world.settle()
      await world.restart()
      startService(storeOf(world), KEY)
    },
    'a removal by hand': ({ host }) => host.byHand.remove('shop-db-1'),
    'a scale to none and back': async (world) => {
      world.service('db', { ...template('db:1'), replicas: 0 })
      await world.settle()
      world.service('db', template('db:1'))
    },
    'an image without it, and a way back': async (world) => {
      world.service('db', template('plain:1'))
      await world.settle()
      equal(dataOf(world), undefined)
      world.service('db', template('db:1'))
    },
    'an update that fails and is rolled back': async (world) => {
      world.service('db', { ...template('db:bad'), updateStrategy: { failureAction: 'Rollback' } })
      await world.settle()
      equal(world.serviceNamed('db')?.status?.rollout?.state, 'RolledBack')
    },
  }
  for (const order of ['StopFirst', 'StartFirst'] as const)
    for (const [what, change] of Object.entries(changes))
      it(`is the next container's after ${what} (${order})`, async () => {
        const world = await running({ updateStrategy: { order } })
        const [before, first] = [dataOf(world), world.host.containers()[0]?.Id]
        await change(world)
        await world.settle()
        notEqual(world.host.containers().find(({ Name }) => Name === '/shop-db-1')?.Id, first)
        equal(dataOf(world), before)
        notEqual(before, undefined)
      })

  it('goes on over many containers, and nothing differs by that where what is known of them is lost', async () => {
    const world = await running()
    const before = dataOf(world)
    for (const image of ['db:2', 'db:1', 'db:2']) {
      world.service('db', template(image))
      await world.settle()
    }
    equal(dataOf(world), before)
    world.newCalls()
    for (const [key] of storeOf(world).facts('baseline')) storeOf(world).putFact('baseline', key, undefined)
    await world.restart()
    await world.settle()
    deepEqual([world.newCalls(), dataOf(world)], [[], before])
  })

  it('of a mount without a source is mounted as that is declared', async () => {
    const mount = { type: 'Volume' as const, target: '/cache/', readOnly: true }
    const spec = (image: string) => ({ template: { image, mounts: [mount] } })
    const world = await running(spec('plain:1'))
    const [before] = world.host.containers()
    world.service('db', spec('db:1'))
    await world.settle()
    const [after] = world.host.containers()
    equal(anonymousVolumes(after ?? {})['/cache'], anonymousVolumes(before ?? {})['/cache'])
    equal(after?.HostConfig.Mounts?.find(({ Target }) => Target === '/cache/')?.ReadOnly, true)
  })

  it('gives way to what is declared in its place', async () => {
    const world = await running()
    const mounts = [{ type: 'Bind' as const, source: '/srv', target: '/data' }]
    world.service('db', { template: { image: 'db:1', mounts } })
    await world.settle()
    equal(dataOf(world), undefined)
    deepEqual(world.containers(), ['shop-db-1 running'])
  })

  for (const [what, image] of [
    ['as it runs', 'db:1'],
    ['and is replaced at once', 'db:2'],
  ] as const)
    it(`of a container of docker compose that is adopted ${what} is the next one’s`, async () => {
      const world = aWorld({ images })
      const compose = composeProject(world.host)
      compose.network()
      compose.container('db', { body: { Image: 'db:1' } })
      const before = dataOf(world)
      consent(storeOf(world), 'shop', now(world))
      world.service('db', template(image))
      equal(await world.settle(), 'quiet')
      equal(dataOf(world), before)
      world.service('db', { template: { image: 'db:2', env: [{ name: 'A', value: '1' }] } })
      await world.settle()
      deepEqual([dataOf(world), world.containers()], [before, ['shop-db-1 running']])
      notEqual(before, undefined)
    })

  it('is each slot’s own', async () => {
    const world = await running({ replicas: 2 })
    const before = [dataOf(world, 'shop-db-1'), dataOf(world, 'shop-db-2')]
    world.service('db', { ...template('db:2'), replicas: 2 })
    await world.settle()
    deepEqual([dataOf(world, 'shop-db-1'), dataOf(world, 'shop-db-2')], before)
    notEqual(before[0], before[1])
  })

  it('is a new one where it is renewed, and that goes on from there', async () => {
    const world = await running()
    const before = dataOf(world)
    askRenewal(storeOf(world), KEY, now(world))
    await world.settle()
    const renewed = dataOf(world)
    notEqual(renewed, before)
    world.service('db', template('db:2'))
    await world.settle()
    equal(dataOf(world), renewed)
  })

  it('is a new one where somebody has removed it', async () => {
    const world = await running()
    const before = dataOf(world) ?? ''
    stopService(storeOf(world), KEY, { now: now(world) })
    await world.settle()
    world.host.byHand.removeVolume(before)
    startService(storeOf(world), KEY)
    await world.settle()
    notEqual(dataOf(world), before)
    deepEqual(world.containers(), ['shop-db-1 running'])
  })

  it('stays with its data when the service is deleted, and is not the next one’s of that name', async () => {
    const world = await running()
    const before = dataOf(world) ?? ''
    await deleted(world, 'alone')
    deepEqual(volumesOf(world), [before])
    world.service('db', template('db:1'))
    await world.settle()
    notEqual(dataOf(world), before)
  })

  it('that somebody declared by its name is theirs, and stays (S4)', async () => {
    const name = 'e'.repeat(64)
    const world = aWorld({ images })
    world.host.byHand.createVolume({ Name: name })
    const metadata = { name: 'theirs', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { external: true, hostName: name } })
    const mounts = [{ type: 'Volume' as const, source: 'theirs', target: '/data' }]
    world.service('db', { template: { image: 'db:1', mounts } })
    await world.settle()
    equal(dataOf(world), name)
    storeOf(world).delete('Volume', 'shop/theirs')
    await deleted(world, 'with its data')
    deepEqual(volumesOf(world), [name])
  })

  for (const target of ['/data', '/data/'])
    it(`that becomes a declared one at ${target} is theirs from then on (S4)`, async () => {
      const world = await running()
      const name = dataOf(world) ?? ''
      const metadata = { name: 'mine', namespace: 'shop' }
      world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { external: true, hostName: name } })
      const mounts = [{ type: 'Volume' as const, source: 'mine', target }]
      world.service('db', { template: { image: 'plain:1', mounts } })
      await world.settle()
      storeOf(world).delete('Volume', 'shop/mine')
      await deleted(world, 'with its data')
      deepEqual(volumesOf(world), [name])
    })

  for (const runs of [true, false])
    it(`is not that of a container which shares it, and ${runs ? 'runs' : 'never ran'} (S4)`, async () => {
      const world = await running()
      const name = dataOf(world) ?? ''
      const image = runs ? 'plain:1' : 'broken:1'
      world.service('backup', { template: { image, volumesFrom: ['db'] } })
      await world.pass(60_000)
      stopService(storeOf(world), KEY, { now: now(world) })
      await world.pass(60_000)
      const backup = storeOf(world)
      backup.update('Service', 'shop/backup', ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
      backup.delete('Service', 'shop/backup')
      await world.pass(60_000)
      equal(backup.get('Service', 'shop/backup'), undefined)
      deepEqual(volumesOf(world), [name])
      startService(storeOf(world), KEY)
      await world.pass(60_000)
      equal(dataOf(world), name)
    })

  it('goes with the service where that is asked for, whichever container had it', async () => {
    for (const isStopped of [false, true]) {
      const world = await running({ replicas: 2 })
      world.service('db', { ...template('db:2'), replicas: 2 })
      await world.settle()
      if (isStopped) stopService(storeOf(world), KEY, { now: now(world) })
      await world.settle()
      await deleted(world, 'with its data')
      deepEqual(volumesOf(world), [])
    }
  })
})
