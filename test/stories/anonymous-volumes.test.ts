import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { API_VERSION } from '../../api/v1/kinds.ts'
import { annotations, finalizers } from '../../api/v1/labels.ts'
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

const saidLeft = (world: TestWorld) => {
  const events = world.life().recorder.events()
  return events.filter(({ reason }) => reason === 'VolumesLeft').map(({ message }) => message)
}

/** Deletes the service, with its data where that is asked for. */
async function deleted(world: TestWorld, how: 'alone' | 'with its data'): Promise<void> {
  const store = storeOf(world)
  if (how === 'with its data')
    store.update('Service', KEY, ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
  store.delete('Service', KEY)
  await world.settle()
  deepEqual([store.get('Service', KEY), store.facts('carried').size], [undefined, 0])
  if (how === 'with its data') deepEqual(saidLeft(world), [])
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

  it('stays of what was taken for never started when it is removed, but has started since (S4)', async () => {
    const slow = { config: { Cmd: ['stay'] }, behaviour: { ignoresTerm: true } }
    const world = aWorld({ images: { ...images, 'slow:1': slow } })
    const declared = (image: string) => ({ template: { image, stopGracePeriodSeconds: 60 } })
    world.service('db', declared('slow:1'))
    await world.settle()
    world.service('db', declared('db:1'))
    await world.pass(10_000)
    const [name = '', state] =
      world
        .containers()
        .find((each) => !each.startsWith('shop-db-1 '))
        ?.split(' ') ?? []
    equal(state, 'created')
    const kept = dataOf(world, name) ?? ''
    world.host.dropEvents(true)
    world.host.byHand.start(name)
    world.host.dropEvents(false)
    world.service('db', declared('slow:1'))
    await world.pass(60_000)
    deepEqual([world.containers(), volumesOf(world).includes(kept)], [['shop-db-1 running'], true])
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

  const ways: Record<string, (world: TestWorld) => void> = {
    'is rolled back': (world) =>
      world.service('db', { ...template('db:bad'), updateStrategy: { failureAction: 'Rollback' } }),
    'is undone': (world) => world.service('db', { ...template('db:bad'), updateStrategy: { monitorSeconds: 5 } }),
  }
  for (const [what, update] of Object.entries(ways))
    it(`is the one of before again where a renewed update fails and ${what}`, async () => {
      const world = await running()
      const [before, store] = [dataOf(world), storeOf(world)]
      update(world)
      askRenewal(store, KEY, now(world))
      await world.pass(200_000)
      if (what === 'is undone') {
        notEqual(dataOf(world), before)
        store.update('Service', KEY, (draft) => {
          draft.spec.template.image = 'db:1'
          draft.metadata.annotations = { ...draft.metadata.annotations, [annotations.undone]: 'to revision 1' }
        })
      }
      await world.settle()
      deepEqual([dataOf(world), world.containers()], [before, ['shop-db-1 running']])
      askRestart(store, KEY, now(world))
      await world.settle()
      equal(dataOf(world), before)
    })

  it('of a renewal that goes on is the next one’s of its slot (S4)', async () => {
    const spec = { ...template('db:1'), replicas: 2, updateStrategy: { delaySeconds: 600 } }
    const world = await running(spec)
    const names = ['shop-db-1', 'shop-db-2']
    const before = names.map((name) => dataOf(world, name))
    askRenewal(storeOf(world), KEY, now(world))
    await world.pass(60_000)
    const halfway = names.map((name) => dataOf(world, name))
    equal(halfway.filter((name) => before.includes(name)).length, 1)
    const [renewedFirst = ''] = names.filter((name) => !before.includes(dataOf(world, name)))
    world.host.byHand.remove(renewedFirst)
    await world.pass(60_000)
    deepEqual(
      names.map((name) => dataOf(world, name)),
      halfway,
    )
    await world.pass(1_800_000)
    world.service('db', { ...spec, template: { image: 'db:2' } })
    const renewed = names.map((name) => dataOf(world, name))
    await world.pass(1_800_000)
    deepEqual(
      names.map((name) => dataOf(world, name)),
      renewed,
    )
    equal(
      renewed.some((name) => before.includes(name)),
      false,
    )
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
    const where = `on a \`docker volume rm ${before}\``
    deepEqual(saidLeft(world), [`its data stays in anonymous volumes: ${where} deletes it`])
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

  it('that somebody declares while its service is stopped is not carried over any more', async () => {
    const world = await running()
    const name = dataOf(world) ?? ''
    stopService(storeOf(world), KEY, { now: now(world) })
    await world.settle()
    const metadata = { name: 'mine', namespace: 'shop' }
    world.declare({ apiVersion: API_VERSION, kind: 'Volume', metadata, spec: { external: true, hostName: name } })
    startService(storeOf(world), KEY)
    await world.settle()
    deepEqual(world.containers(), ['shop-db-1 running'])
    notEqual(dataOf(world), name)
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

  it('that another container mounts keeps its service from going with its data, and says which (S4)', async () => {
    const world = await running()
    const { host } = world
    const name = dataOf(world) ?? ''
    host.byHand.run('copy', {
      Image: 'plain:1',
      HostConfig: { Mounts: [{ Type: 'volume', Source: name, Target: '/x' }] },
    })
    const store = storeOf(world)
    store.update('Service', KEY, ({ metadata }) => void metadata.finalizers?.push(finalizers.volumeData))
    store.delete('Service', KEY)
    await world.pass(60_000)
    const ready = store.get('Service', KEY)?.status?.conditions?.find(({ type }) => type === 'Ready')
    match(
      ready?.message ?? '',
      new RegExp(`on a its anonymous volume ${name} is still mounted by copy; .*docker rm -f copy`),
    )
    host.byHand.remove('copy')
    await world.pass(120_000)
    deepEqual([store.get('Service', KEY), volumesOf(world)], [undefined, []])
  })

  it('goes with the service on each node that its replica was on where that is asked for', async () => {
    const on = (node: string) => ({
      ...template(node === 'a' ? 'db:1' : 'db:2'),
      placement: { constraints: [`node.hostname == ${node}`] },
    })
    const world = await running(on('a'), ['a', 'b'])
    const kept = () => [...world.world.hosts.values()].map(({ state }) => state.volumes.size)
    const before = dataOf(world)
    world.service('db', on('b'))
    await world.settle()
    deepEqual(kept(), [1, 1])
    world.service('db', on('a'))
    await world.settle()
    equal(dataOf(world), before)
    await deleted(world, 'with its data')
    deepEqual(kept(), [0, 0])
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
