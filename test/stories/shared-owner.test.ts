import { deepEqual, equal, ok } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../api/v1/generated/types.ts'
import { askRestart } from '../../controllers/service/restart.ts'
import { inShare } from '../support/share.ts'
import { aWorld, RUNS, type TestWorld } from '../support/world.ts'

const images = { 'app:1': RUNS, 'app:2': RUNS, 'side:1': RUNS, 'side:2': RUNS }
/** Who of several is first is for each seed another one. */
const seeds = Array.from({ length: inShare(4, 10) }, (_, index) => index + 1)
const ways: Readonly<Record<string, Partial<V1ServiceSpec['template']>>> = {
  'a network': { networkMode: 'service:app' },
  processes: { pidMode: 'service:app' },
  volumes: { volumesFrom: ['app'] },
}

const app = (spec: Partial<V1ServiceSpec> = {}, image = 'app:1'): Partial<V1ServiceSpec> => ({
  replicas: 3,
  template: { image },
  ...spec,
})

/** The containers by their ids. */
function namesOf({ host }: TestWorld): ReadonlyMap<string, string> {
  return new Map(host.containers().map(({ Id, Name }) => [Id, Name.slice(1)]))
}

/** Whose container each of `side` shares something of. */
function owners(world: TestWorld): readonly string[] {
  const names = namesOf(world)
  return world.host
    .containers()
    .filter(({ Name }) => Name.startsWith('/shop-side'))
    .map(({ Name, HostConfig: { NetworkMode, PidMode, VolumesFrom } }) => {
      const reference = [NetworkMode, PidMode].find((mode) => mode?.startsWith('container:'))
      return `${Name.slice(1)} ${names.get(reference?.slice('container:'.length) ?? VolumesFrom?.[0] ?? '')}`
    })
    .sort()
}

/** What was done to one of `side`, in words. */
function deeds(world: TestWorld, slot = 1): readonly string[] {
  return world
    .newCalls()
    .filter((call) => call.includes(`shop-side-${slot}`))
    .map((call) => call.replace(/.*(create|start|stop)\b.*/, '$1').replace(/^DELETE.*/, 'remove'))
}

for (const [what, shares] of Object.entries(ways))
  describe(`a task that shares ${what} of another service`, () => {
    const side = (image = 'side:1') => ({ template: { image, ...shares } })

    it('is made once in a first deploy, with the container of its own slot, whichever comes up first', async () => {
      for (const seed of seeds) {
        const world = aWorld({ images, seed })
        world.service('app', app())
        world.service('side', { replicas: 2, ...side() })
        equal(await world.settle(), 'quiet')
        deepEqual(deeds(world), ['create', 'start'], `seed ${seed}`)
        deepEqual(owners(world), ['shop-side-1 shop-app-1', 'shop-side-2 shop-app-2'])
      }
    })

    for (const order of ['StopFirst', 'StartFirst'] as const)
      it(`is replaced once where both are replaced, ${order}`, async () => {
        for (const seed of seeds) {
          const world = aWorld({ images, seed })
          const updateStrategy = { order }
          world.service('app', app({ updateStrategy, replicas: 1 }))
          world.service('side', side())
          await world.settle()
          world.newCalls()
          world.service('side', side('side:2'))
          world.service('app', app({ updateStrategy, replicas: 1 }, 'app:2'))
          equal(await world.settle(), 'quiet')
          deepEqual(deeds(world), ['stop', 'remove', 'create', 'start'], `seed ${seed}`)
          deepEqual(owners(world), ['shop-side-1 shop-app-1'])
        }
      })

    it('is replaced once where its own is replaced long after the first', async () => {
      for (const seed of seeds) {
        const world = aWorld({ images, seed })
        const updateStrategy = { parallelism: 1, monitorSeconds: 5 }
        world.service('app', app({ updateStrategy, replicas: 2 }))
        world.service('side', { ...side(), replicas: 2 })
        await world.settle()
        world.newCalls()
        for (const name of ['side', 'app'])
          askRestart(world.life().ports.store, `shop/${name}`, world.world.clock.now())
        equal(await world.settle(), 'quiet')
        deepEqual(deeds(world, 2), ['stop', 'remove', 'create', 'start'], `seed ${seed}`)
        deepEqual(owners(world), ['shop-side-1 shop-app-1', 'shop-side-2 shop-app-2'])
      }
    })

    it('is made anew at once where nothing runs in its place, though its own is about to be replaced', async () => {
      const world = aWorld({ images })
      const updateStrategy = { parallelism: 1, delaySeconds: 600 }
      world.service('app', app({ updateStrategy, replicas: 2 }))
      world.service('side', { ...side(), replicas: 2 })
      await world.settle()
      askRestart(world.life().ports.store, 'shop/app', world.world.clock.now())
      await world.pass(5_000)
      world.host.byHand.remove('shop-side-2')
      await world.pass(5_000)
      ok(world.containers().includes('shop-side-2 running'), world.containers().join())
    })

    it('waits for its own while that is made anew, and goes to no other in the meantime', async () => {
      const ended = shares.pidMode ? [] : ['stop'] // its processes end with those that they are among
      for (const seed of seeds) {
        const world = aWorld({ images, seed })
        world.service('app', app())
        world.service('side', side())
        await world.settle()
        world.newCalls()
        world.host.byHand.remove('shop-app-1')
        equal(await world.settle(), 'quiet')
        deepEqual(deeds(world), [...ended, 'remove', 'create', 'start'], `seed ${seed}`)
        deepEqual(owners(world), ['shop-side-1 shop-app-1'])
      }
    })

    it('goes to the nearest that is left where its own goes', async () => {
      const world = aWorld({ images })
      world.service('app', app())
      world.service('side', { ...side(), replicas: 2 })
      await world.settle()
      world.service('app', app({ replicas: 1 }))
      equal(await world.settle(), 'quiet')
      deepEqual(owners(world), ['shop-side-1 shop-app-1', 'shop-side-2 shop-app-1'])
    })
  })
