import { deepEqual, equal, match } from 'node:assert/strict'
import type { AuditEntry } from '../../../../api/v1/installation/audit-record.ts'
import { getCondition } from '../../../../api/v1/conditions.ts'
import type { V1Service } from '../../../../api/v1/generated/types.ts'
import type { WatchRule } from '../../../../api/v1/develop.ts'
import { createSources, type Sources } from '../../../../cli/local/develop/sources.ts'
import { setPause } from '../../../../controllers/holds/pause.ts'
import type { ReadManifest } from '../../../../store/source/reading/reading.ts'
import { aWorld, RUNS, type TestWorld } from '../../../support/world.ts'
import { type MemoryTree, memoryTree } from './tree.ts'

const FILE = '/srv/shop/compose.yaml'
const rule = (more: Partial<WatchRule>): WatchRule => ({
  ...{ service: 'web', action: 'sync', path: '/srv/shop/src', target: '/app', ignore: [], include: [] },
  ...{ initialSync: false, ...more },
})

interface Developing {
  readonly world: TestWorld
  readonly tree: MemoryTree
  readonly sources: Sources
  readonly said: string[]
  readonly audited: AuditEntry[]
  readonly rebuilt: string[]
  /** What a file in the first container is; undefined where there is none. */
  read(path: string): string | undefined
  /** The serve ends, something happens, and another one starts with what is kept. */
  restart(meanwhile?: () => void): Promise<void>
  /** What was called since the last time, locks and reads left out. */
  calls(): readonly string[]
}

/** A world of `shop/web` whose sources are watched by these rules. */
async function developing(
  rules: readonly WatchRule[],
  files: Readonly<Record<string, string>> = {},
  mostBytes?: number,
): Promise<Developing> {
  const tree = memoryTree({ '/srv/shop/src/kept': 'k', ...files })
  const [said, audited, rebuilt]: [string[], AuditEntry[], string[]] = [[], [], []]
  let made: Sources | undefined
  let make: () => Sources
  /** Of the serve that runs. */
  const sources = new Proxy({} as Sources, { get: (_, name: keyof Sources) => made?.[name] })
  const store = () => world.life().ports.store
  const world = aWorld({
    images: { 'app:1': RUNS },
    developing({ clock }) {
      tree.now = () => clock.now()
      make = () =>
        createSources({
          ...{ clock, quietMs: 300, tree, home: '/home/reconcile', ...(mostBytes === undefined ? {} : { mostBytes }) },
          store: {
            get: (kind, key) => store().get(kind, key),
            fact: (...of) => store().fact(...of),
            facts: (family) => store().facts(family),
            putFact: (...of) => store().putFact(...of),
          },
          audit: { record: (entry) => audited.push(entry) },
          log: (line) => said.push(line),
        })
      made = make()
      return sources
    },
  })
  const restart = async (meanwhile = () => {}) => {
    await made?.close()
    made = make()
    meanwhile()
    await world.restart()
    declare(world, sources, rules)
    await world.settle()
  }
  sources.rebuilds((file, key) => rebuilt.push(`${file} ${key}`))
  world.service('web', { template: { image: 'app:1' } })
  equal(await world.settle(), 'quiet')
  declare(world, sources, rules)
  equal(await world.settle(), 'quiet')
  world.newCalls()
  const read = (path: string) => {
    const [container] = world.host.state.containers.values()
    const bytes = container?.layer?.get(path)?.bytes
    return bytes && Buffer.from(bytes).toString()
  }
  return { world, tree, sources, said, audited, rebuilt, restart, read, calls: world.newCalls }
}

/** As a reading of the watched directory tells. */
function declare(world: TestWorld, sources: Sources, rules: readonly WatchRule[]): void {
  const object = world.serviceNamed('web')
  sources.take(['/srv/shop'], [{ object, file: FILE, develop: { rules } } as unknown as ReadManifest])
}

/** Time goes by, though nothing is under way. */
async function passed({ world, settle }: TestWorld, ms: number): Promise<void> {
  world.clock.after(ms, () => {})
  await settle()
}

const conditionOf = (world: TestWorld) => getCondition(world.serviceNamed('web')?.status?.conditions, 'SourcesSynced')

describe('a serve that develops, in virtual time', () => {
  it('brings tasks what is saved, once a burst is over', async () => {
    const { world, tree, read, calls, audited, said } = await developing([rule({})])
    equal(conditionOf(world)?.status, 'True')
    match(said.join('\n'), /Service\/shop\/web: watching \/srv\/shop\/src/)
    tree.write('/srv/shop/src/a', 'one')
    tree.write('/srv/shop/src/b', 'two')
    tree.write('/srv/shop/src/a', 'three')
    equal(await world.settle(), 'quiet')
    deepEqual(calls(), ['PUT /containers/shop-web-1/archive?copyUIDGID=1&path=%2F'])
    deepEqual([read('/app/a'), read('/app/b')], ['three', 'two'])
    const [told] = audited
    match(JSON.stringify(told), /"verb":"develop".*"object":"Task\/shop\/web-1-\w+".*\/srv\/shop\/src\/b to \/app\/b/)
    const events = world
      .life()
      .recorder.events()
      .filter(({ reason }) => reason === 'Synced')
    match(events.at(-1)?.message ?? '', /synced \/app\/a, \/app\/b to web-1-/)
  })

  it('calls nothing while nothing changes', async () => {
    const { world, sources, calls } = await developing([rule({})])
    declare(world, sources, [rule({})])
    await passed(world, 3_600_000)
    deepEqual(calls(), [])
  })

  it('brings the task that comes after a loss what the one before had', async () => {
    const { world, tree, read } = await developing([rule({ initialSync: true })])
    equal(read('/app/kept'), 'k')
    tree.write('/srv/shop/src/a', 'one')
    await world.settle()
    const before = world.host.containers()[0]?.Id
    world.host.byHand.remove(before ?? '')
    await world.settle()
    const after = world.host.containers()[0]?.Id
    equal(after !== before, true)
    deepEqual([read('/app/a'), read('/app/kept')], ['one', 'k'])
  })

  it('restarts in place, once', async () => {
    const { world, tree, calls, read } = await developing([rule({ action: 'sync+restart' })])
    const [before] = world.host.containers()
    tree.write('/srv/shop/src/a', 'one')
    equal(await world.settle(), 'quiet')
    const [after] = world.host.containers()
    equal(after?.Id, before?.Id)
    equal(after?.State.StartedAt === before?.State.StartedAt, false)
    deepEqual(
      calls().map((call) => call.replace(/\?.*/, '')),
      [
        ...[
          'PUT /containers/shop-web-1/archive',
          'POST /containers/shop-web-1/stop',
          'POST /containers/shop-web-1/start',
        ],
      ],
    )
    equal(read('/app/a'), 'one')
    const told = world.life().recorder.events()
    deepEqual(
      told.filter(({ reason }) => reason === 'StoppedByHand'),
      [],
    )
    match(told.map(({ message }) => message).join('\n'), /its sources have changed/)
    await passed(world, 3_600_000)
    deepEqual(calls(), [])
  })

  it('restarts what ends for good of itself, as its service says', async () => {
    const { world, tree } = await developing([rule({ action: 'sync+restart' })])
    const template = { image: 'app:1', restartPolicy: { condition: 'OnFailure' as const }, stopGracePeriodSeconds: 77 }
    world.service('web', { template })
    await world.settle()
    world.newCalls()
    tree.write('/srv/shop/src/a', 'one')
    await world.settle()
    match(world.newCalls().join('\n'), /\/stop\?.*t=77[\s\S]*\/start/)
    equal(world.host.containers()[0]?.State.Running, true)
  })

  it('leaves a paused stack alone, and brings what changed when that ends', async () => {
    const { world, tree, calls, read } = await developing([rule({})])
    const { store } = world.life().ports
    setPause(store, 'shop', { until: world.world.clock.now() + 60_000 })
    await passed(world, 1_000)
    tree.write('/srv/shop/src/a', 'one')
    await passed(world, 30_000)
    deepEqual([calls(), conditionOf(world)?.reason], [[], 'Paused'])
    await passed(world, 60_000)
    deepEqual([read('/app/a'), conditionOf(world)?.status], ['one', 'True'])
  })

  it('has the image built anew where a change asks for that, and leaves the rest to it', async () => {
    const builds = rule({ action: 'rebuild', path: '/srv/shop/package.json' })
    const { world, tree, rebuilt, calls } = await developing([builds, rule({})], { '/srv/shop/package.json': '{}' })
    tree.write('/srv/shop/package.json', '{ }')
    await world.settle()
    deepEqual([rebuilt, calls()], [[`${FILE} shop/web`], []])
  })

  it('brings all that changed, though the image that was asked for is never built', async () => {
    const builds = rule({ action: 'rebuild', path: '/srv/shop/package.json' })
    const { world, tree, sources, rebuilt, read } = await developing([], { '/srv/shop/package.json': '{}' })
    const object = structuredClone(world.serviceNamed('web')) as V1Service
    object.spec.template.build = { context: '/srv/shop' }
    const develop = { rules: [builds, rule({})] }
    sources.take(['/srv/shop'], [{ object, file: FILE, develop } as unknown as ReadManifest])
    await world.settle()
    tree.write('/srv/shop/src/a', 'one')
    await world.settle()
    tree.write('/srv/shop/src/b', 'two')
    tree.write('/srv/shop/package.json', 'broken')
    await world.settle()
    deepEqual([rebuilt.length, read('/app/b')], [1, 'two'])
    world.host.byHand.remove(world.host.containers()[0]?.Id ?? '')
    await world.settle()
    deepEqual([rebuilt.length, read('/app/a'), read('/app/b')], [1, 'one', 'two'])
  })

  it('takes nothing from outside of the watched directory', async () => {
    const { world, tree, read, calls, said } = await developing([rule({}), rule({ path: '/etc', target: '/stolen' })])
    deepEqual([conditionOf(world)?.status, conditionOf(world)?.reason], ['False', 'WatchRefused'])
    match(conditionOf(world)?.message ?? '', /\/etc is not watched: it is outside of \/srv\/shop/)
    tree.link('/srv/shop/src/out', '/etc')
    tree.link('/srv/shop/src/keys', '/home/reconcile')
    tree.write('/srv/shop/src/out/shadow', 'root')
    tree.write('/srv/shop/src/a', 'one')
    await world.settle()
    deepEqual([read('/app/a'), read('/app/out/shadow')], ['one', undefined])
    match(said.join('\n'), /src\/out\/shadow is left out: it is outside/)
    equal(calls().length, 1)
  })

  it('says what one sync is too small for, and not that it was synced', async () => {
    const { world, tree, read } = await developing([rule({})], {}, 10)
    tree.write('/srv/shop/src/a', 'one')
    tree.write('/srv/shop/src/big', 'more than it brings')
    await world.settle()
    deepEqual([read('/app/a'), read('/app/big'), conditionOf(world)?.status], ['one', undefined, 'False'])
    match(conditionOf(world)?.message ?? '', /src\/big is left out: one sync brings no more than/)
    const synced = world
      .life()
      .recorder.events()
      .filter(({ reason }) => reason === 'Synced')
    match(synced.at(-1)?.message ?? '', /^synced \/app\/a to web-1-\w+$/)
    tree.write('/srv/shop/src/a', 'two')
    await world.settle()
    match(conditionOf(world)?.message ?? '', /src\/big is left out/)
    tree.write('/srv/shop/src/big', 'less')
    await world.settle()
    deepEqual([read('/app/big'), conditionOf(world)?.status], ['less', 'True'])
  })

  it('removes files that are gone, and nothing where their directory is', async () => {
    const { world, tree, calls, read } = await developing([rule({})])
    tree.write('/srv/shop/src/a', 'one')
    tree.write('/srv/shop/src/dir/b', 'two')
    await world.settle()
    calls()
    tree.remove('/srv/shop/src/a')
    await world.settle()
    match(calls().join('\n'), /^POST \/containers\/shop-web-1\/exec/)
    tree.remove('/srv/shop/src')
    await world.settle()
    deepEqual(calls(), [])
    equal(conditionOf(world)?.reason, 'WatchRefused')
    tree.write('/srv/shop/src/c', 'three')
    await passed(world, 60_000)
    deepEqual([read('/app/c'), conditionOf(world)?.status], ['three', 'True'])
    match(calls().join('\n'), /exec/) // what was there before is removed now
    tree.write('/srv/shop/src/c', 'four')
    await world.settle()
    equal(read('/app/c'), 'four')
  })

  it('brings all of a directory that was written anew at once', async () => {
    const { world, tree, read } = await developing([rule({})])
    tree.remove('/srv/shop/src')
    tree.write('/srv/shop/src/a', 'one')
    await world.settle()
    tree.write('/srv/shop/src/b', 'two')
    await world.settle()
    deepEqual([read('/app/a'), read('/app/b'), conditionOf(world)?.status], ['one', 'two', 'True'])
  })

  for (const how of ['remove', 'empty'] as const)
    it(`keeps what a path within another one had, where ${how === 'remove' ? 'that is gone' : 'that is empty'}`, async () => {
      const assets = rule({ path: '/srv/shop/src/assets', target: '/data/assets' })
      const { world, tree, calls, read } = await developing([rule({}), assets], { '/srv/shop/src/assets/x': '1' })
      tree[how]('/srv/shop/src/assets')
      await world.settle()
      deepEqual([calls(), conditionOf(world)?.reason], [[], 'WatchRefused'])
      match(
        conditionOf(world)?.message ?? '',
        how === 'remove' ? /is not there; create it/ : /is empty: its files stay/,
      )
      tree.write('/srv/shop/src/assets/y', '2')
      await passed(world, 60_000)
      deepEqual([read('/data/assets/y'), read('/app/assets/y'), conditionOf(world)?.status], ['2', '2', 'True'])
    })

  it('loses nothing that is saved as the rules change', async () => {
    const { world, tree, sources, read } = await developing([rule({})])
    tree.write('/srv/shop/src/a', 'one')
    declare(world, sources, [rule({ ignore: ['*.log'] })])
    tree.write('/srv/shop/src/b', 'two')
    await world.settle()
    deepEqual([read('/app/a'), read('/app/b')], ['one', 'two'])
  })

  it('takes bursts in their order, though the first one takes longer', async () => {
    const { world, tree, sources } = await developing([rule({})])
    let answer = () => {}
    const slow = new Promise<void>((resolve) => (answer = resolve))
    const { mark } = tree
    tree.mark = async (path) => {
      if (path === '/srv/shop/src/many') await slow
      return await mark(path)
    }
    tree.write('/srv/shop/src/many', '1')
    tree.write('/srv/shop/src/a', 'one')
    await passed(world, 1_000)
    tree.remove('/srv/shop/src/a')
    await passed(world, 1_000)
    answer()
    await world.settle()
    deepEqual(sources.of('shop/web')?.changes.find(({ path }) => path === '/srv/shop/src/a')?.gone, true)
  })

  it('tries again what fails, and says so meanwhile', async () => {
    const { world, tree, read } = await developing([rule({})])
    world.host.failNext('copyIn', { status: 500, message: 'no space left' })
    tree.write('/srv/shop/src/a', 'one')
    await world.settle()
    equal(read('/app/a'), 'one')
  })

  describe('where it ends and starts again', () => {
    it('brings nothing again that was brought', async () => {
      const { tree, world, calls, restart } = await developing([rule({ action: 'sync+restart', initialSync: true })])
      tree.write('/srv/shop/src/a', 'one')
      await world.settle()
      calls()
      await restart()
      deepEqual(calls(), [])
    })

    it('brings what it had not brought, what was saved meanwhile, and what is gone', async () => {
      const { tree, world, read, restart } = await developing([rule({})])
      tree.write('/srv/shop/src/old', '0')
      await world.settle()
      setPause(world.life().ports.store, 'shop', {})
      tree.write('/srv/shop/src/a', 'one')
      await passed(world, 60_000)
      deepEqual([read('/app/old'), read('/app/a')], ['0', undefined])
      await restart(() => {
        tree.write('/srv/shop/src/b', 'two')
        tree.remove('/srv/shop/src/old')
      })
      world.newCalls()
      setPause(world.life().ports.store, 'shop', undefined)
      await world.settle()
      deepEqual([read('/app/a'), read('/app/b')], ['one', 'two'])
      match(world.newCalls().join('\n'), /POST \/containers\/shop-web-1\/exec/) // what removes the other one
    })

    it('brings a task that comes later what the one before had, and forgets what is developed no more', async () => {
      const { tree, world, sources, read, restart } = await developing([rule({})])
      tree.write('/srv/shop/src/a', 'one')
      await world.settle()
      await restart(() => world.host.byHand.remove(world.host.containers()[0]?.Id ?? ''))
      equal(read('/app/a'), 'one')
      const { store } = world.life().ports
      equal(store.facts('develop').size, 2)
      sources.take(['/srv/shop'], [{ object: world.serviceNamed('web'), file: FILE } as unknown as ReadManifest])
      await world.settle()
      deepEqual([...store.facts('develop')], [])
    })
  })
})
