import { deepEqual, equal, match } from 'node:assert/strict'
import { approve } from '../../../store/source/hold-facts.ts'
import { allPending } from '../../../store/source/pending-facts.ts'
import { originIn } from '../../../store/source/origins.ts'
import type { Source } from '../../../store/source/source.ts'
import { createWorld, service } from './world.ts'

interface World extends ReturnType<typeof createWorld> {
  readonly source: Source
  readonly names: readonly string[]
  readonly uids: ReadonlyMap<string, string | undefined>
}

/** Watched directories, of which /a declares so many services and one more, and /b another. */
async function twoRoots(count = 1, roots: readonly string[] = ['/a', '/b']): Promise<World> {
  const world = createWorld()
  const names = Array.from({ length: count }, (_, index) => `web${index}`)
  for (const name of names) world.files.write(`/a/${name}.yaml`, service(name))
  world.files.write('/a/kept.yaml', service('kept'))
  world.files.write('/b/db.yaml', service('db', { namespace: 'data' }))
  for (const root of roots) world.files.makeDirectory(root)
  const source = world.start(roots)
  await world.pass(1_000)
  const uids = new Map(names.map((name) => [name, uidOf(world, name)]))
  return { ...world, source, names, uids }
}

function uidOf({ store }: Pick<World, 'store'>, name: string): string | undefined {
  const metadata = store.get('Service', `shop/${name}`)?.metadata
  return metadata?.deletionTimestamp === undefined ? metadata?.uid : undefined
}

/** Which file each has been accepted from, of those that are still what they were. */
function filesOf({ store, names, uids }: World): readonly (string | undefined)[] {
  return names.map((name) =>
    uids.get(name) !== undefined && uidOf({ store }, name) === uids.get(name)
      ? originIn(store, `Service/shop/${name}`)?.file
      : undefined,
  )
}

const volume = (name: string) =>
  `apiVersion: reconcile.dev/v1\nkind: Volume\nmetadata: {name: ${name}, namespace: shop}\nspec: {hostName: fixed}\n`
const linesWith = ({ lines }: World, words: RegExp) => lines.filter((line) => words.test(line))
const network = 'apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: {name: front, namespace: shop}\nspec: {}\n'

describe('a file that moves from one watched directory to another', () => {
  for (const { it: how, move, untrue } of [
    {
      it: 'at once',
      untrue: /deleted|changed|goes soon|came from/,
      move: ({ files }: World) => Promise.resolve(files.rename('/a/web0.yaml', '/b/web0.yaml')),
    },
    {
      it: 'as a copy first',
      untrue: /deleted|changed|goes soon/,
      async move({ files, pass }: World) {
        files.write('/b/web0.yaml', service('web0'))
        await pass(60_000)
        files.remove('/a/web0.yaml')
      },
    },
    {
      it: 'as a deletion first',
      untrue: /deleted|changed|declared in|came from/,
      async move({ files, pass }: World) {
        files.remove('/a/web0.yaml')
        await pass(3_000)
        files.write('/b/web0.yaml', service('web0'))
      },
    },
  ])
    it(`is that one’s within a second, as it runs, moved ${how}`, async () => {
      const world = await twoRoots()
      await move(world)
      await world.pass(1_000)
      deepEqual([filesOf(world), world.source.errors(), allPending(world.store)], [['/b/web0.yaml'], [], []])
      await world.pass(120_000)
      deepEqual(filesOf(world), ['/b/web0.yaml'])
      equal(linesWith(world, /stays: \/b\/web0.yaml declares it now/).length, 1)
      deepEqual(linesWith(world, untrue), [])
      await world.source.close()
    })

  it('needs no approval, however many they are, and none of them is ever held back', async () => {
    const world = await twoRoots(10)
    for (const name of world.names) world.files.rename(`/a/${name}.yaml`, `/b/${name}.yaml`)
    await world.pass(1_000)
    deepEqual([filesOf(world), world.holds()], [world.names.map((name) => `/b/${name}.yaml`), []])
    deepEqual(linesWith(world, /approve/), [])
    await world.source.close()
  })

  it('is approved with all others where none is left, and then runs on', async () => {
    const world = await twoRoots(10)
    for (const name of [...world.names, 'kept']) world.files.rename(`/a/${name}.yaml`, `/b/${name}.yaml`)
    await world.pass(60_000)
    const [hold = '', ...more] = world.holds()
    deepEqual([filesOf(world), more], [world.names.map((name) => `/a/${name}.yaml`), []])
    approve(world.store, hold, world.clock.now())
    await world.pass(1_000)
    deepEqual([filesOf(world), world.holds()], [world.names.map((name) => `/b/${name}.yaml`), []])
    await world.source.close()
  })

  it('does not take what is lost beside it along', async () => {
    const world = await twoRoots(10)
    const [first = '', ...lost] = world.names
    world.files.rename(`/a/${first}.yaml`, `/b/${first}.yaml`)
    for (const name of lost) world.files.remove(`/a/${name}.yaml`)
    await world.pass(60_000)
    deepEqual(filesOf(world), [`/b/${first}.yaml`, ...lost.map((name) => `/a/${name}.yaml`)])
    deepEqual(world.holds().length, 1)
    await world.source.close()
  })

  it('goes on as it was until its deletion would be due, where it says something else there, and then as it says', async () => {
    const world = await twoRoots()
    world.files.remove('/a/web0.yaml')
    world.files.write('/b/web0.yaml', service('web0', { image: 'busybox:2' }))
    await world.pass(4_000)
    deepEqual([filesOf(world), world.image('shop/web0')], [['/a/web0.yaml'], 'busybox:1'])
    const [pending] = allPending(world.store)
    match(
      pending?.message ?? '',
      /in no file of \/a any more; \/b\/web0.yaml declares it otherwise, and that counts from/,
    )
    await world.pass(2_000)
    deepEqual([filesOf(world), world.image('shop/web0'), allPending(world.store)], [['/b/web0.yaml'], 'busybox:2', []])
    await world.source.close()
  })

  it('stays its own where it is back in time, though another one says something else of it', async () => {
    const world = await twoRoots()
    world.files.write('/b/web0.yaml', service('web0', { image: 'busybox:2' }))
    await world.pass(60_000)
    world.files.remove('/a/web0.yaml')
    await world.pass(3_000)
    world.files.write('/a/web0.yaml', service('web0'))
    await world.pass(60_000)
    deepEqual([filesOf(world), world.image('shop/web0')], [['/a/web0.yaml'], 'busybox:1'])
    deepEqual(
      world.source.errors().map(({ reason }) => reason),
      ['NameClaimed'],
    )
    await world.source.close()
  })

  it('stays as it is while the other one declares it twice, and is the one’s that is left', async () => {
    const world = await twoRoots()
    world.files.write('/b/one.yaml', service('web0'))
    world.files.write('/b/two.yaml', service('web0', { image: 'busybox:2' }))
    world.files.remove('/a/web0.yaml')
    await world.pass(120_000)
    deepEqual(filesOf(world), ['/b/one.yaml'])
    await world.source.close()
  })

  it('is the one’s of several that says just the same', async () => {
    const world = await twoRoots(1, ['/a', '/b', '/c'])
    world.files.write('/c/web0.yaml', service('web0', { image: 'evil:9' }))
    await world.pass(60_000)
    world.files.rename('/a/web0.yaml', '/b/web0.yaml')
    await world.pass(60_000)
    deepEqual([filesOf(world), world.image('shop/web0')], [['/b/web0.yaml'], 'busybox:1'])
    await world.source.close()
  })

  it('is nobody’s by an old copy that went as well', async () => {
    const world = await twoRoots(40)
    for (let more = 0; more < 100; more++) world.files.write(`/b/own${more}.yaml`, service(`own${more}`))
    for (const name of world.names) world.files.write(`/b/${name}.yaml`, service(name))
    await world.pass(60_000)
    for (const dir of ['/a', '/b']) for (const name of world.names) world.files.remove(`${dir}/${name}.yaml`)
    await world.pass(120_000)
    deepEqual(
      filesOf(world),
      world.names.map((name) => `/a/${name}.yaml`),
    )
    equal(world.holds().length, 1)
    await world.source.close()
  })

  for (const { it: what, breaks, mends } of [
    {
      it: 'is cut off on its way, and then mended',
      breaks: ({ files }: World) => files.write('/b/web0.yaml', service('web0').slice(0, 40)),
      mends: ({ files }: World) => files.write('/b/web0.yaml', service('web0')),
    },
    {
      it: 'comes to one that can’t be read, and then can',
      breaks: ({ files }: World) => (files.write('/b/web0.yaml', service('web0')), files.fail('/b', 'EIO')),
      mends: ({ files }: World) => files.fail('/b', undefined),
    },
    {
      it: 'stood there as well, and can’t be read any more for a while',
      breaks: ({ files }: World) => files.fail('/b/copy.yaml', 'EIO'),
      mends: ({ files }: World) => files.fail('/b/copy.yaml', undefined),
    },
  ] as const)
    it(`is not deleted where it ${what}`, async () => {
      const world = await twoRoots()
      if (what.startsWith('stood')) world.files.write('/b/copy.yaml', service('web0'))
      await world.pass(60_000)
      breaks(world)
      if (what.startsWith('stood')) await world.pass(60_000)
      world.files.remove('/a/web0.yaml')
      await world.pass(120_000)
      deepEqual(filesOf(world), ['/a/web0.yaml'], world.lines.join('\n'))
      mends(world)
      await world.pass(world.settings.resyncMs + 10_000)
      match(filesOf(world)[0] ?? '', /^\/b\//)
      await world.source.close()
    })

  it('is kept while the other one does not answer, which is said, and asks for nothing in vain', async () => {
    const world = createWorld()
    const { files, store } = world
    let asked = 0
    const never = new Promise<never>(() => {})
    let hangs = false
    const hanging: typeof files = {
      ...files,
      list(path) {
        if (path === '/a') asked += 1
        return hangs && path === '/b' ? never : files.list(path)
      },
    }
    for (const name of ['web0', 'kept']) files.write(`/a/${name}.yaml`, service(name))
    files.write('/b/db.yaml', service('db', { namespace: 'data' }))
    const source = world.start(['/a', '/b'], { files: hanging })
    await world.pass(1_000)
    hangs = true
    asked = 0
    files.remove('/a/web0.yaml')
    await world.pass(600_000)
    equal(store.get('Service', 'shop/web0')?.metadata.deletionTimestamp, undefined)
    equal(asked < 200, true, `${asked} readings`)
    const [error] = source.errors()
    deepEqual([error?.reason, error?.place.file], ['DeletionHeldBack', '/b'])
    match(error?.message ?? '', /Service\/shop\/web0: in no file of \/a any more, and kept until/)
    void source.close()
  })

  for (const { it: what, before, after } of [
    {
      it: 'a service by another of its host port',
      before: 'name: shop\nservices:\n  web:\n    image: busybox:1\n    ports: ["8080:80"]\n',
      after: 'name: shop\nservices:\n  web2:\n    image: busybox:1\n    ports: ["8080:80"]\n',
    },
    {
      it: 'a volume by another of its name on the host',
      before: volume('data'),
      after: volume('newer'),
    },
  ])
    it(`does not keep a file that stays from replacing ${what}`, async () => {
      const world = await twoRoots()
      world.files.write('/a/more.yaml', before)
      await world.pass(1_000)
      world.files.write('/a/more.yaml', after)
      await world.pass(10_000)
      deepEqual(world.source.errors(), [])
      const names = [...world.store.list('Volume').keys(), ...world.services()]
      equal(names.includes('shop/newer') || names.includes('shop/web2'), true, names.join())
      await world.source.close()
    })

  it('is not at rest before the other one has it as it says', async () => {
    const world = await twoRoots()
    world.files.write('/b/web0.yaml', service('web0', { image: 'busybox:2' }))
    world.files.remove('/a/web0.yaml')
    const seen: unknown[] = []
    const look = () => seen.push(world.source.isAtRest() && world.image('shop/web0'))
    world.store.watch('Service').subscribe(() => world.clock.after(0, look))
    await world.pass(10_000)
    deepEqual(seen, [false, 'busybox:2'])
    await world.source.close()
  })

  for (const awayMs of [0, 3_000])
    it(`is one that others which stay need, ${awayMs} ms on its way`, async () => {
      const world = await twoRoots()
      world.files.write('/a/net.yaml', network)
      world.files.write('/a/kept.yaml', `${service('kept')}    networks: [{network: front}]\n`)
      await world.pass(1_000)
      deepEqual(world.source.errors(), [])
      world.files.remove('/a/net.yaml')
      await world.pass(awayMs)
      world.files.write('/b/net.yaml', network)
      await world.pass(1_000)
      deepEqual([originIn(world.store, 'Network/shop/front')?.file, world.source.errors()], ['/b/net.yaml', []])
      const told = world.lines.filter((line) => line.includes('not declared')).length
      equal(told, awayMs === 0 ? 0 : 1, world.lines.join('\n'))
      await world.source.close()
    })

  it('is found after a restart', async () => {
    const world = await twoRoots()
    const closed = world.source.close()
    await world.pass(10)
    await closed
    world.files.rename('/a/web0.yaml', '/b/web0.yaml')
    const source = world.start(['/a', '/b'])
    await world.pass(1_000)
    deepEqual(filesOf(world), ['/b/web0.yaml'])
    await source.close()
  })
})

describe('a whole stack that a commit takes from one watched directory to another', () => {
  it('is not deleted before the other one was read', async () => {
    const world = createWorld()
    world.files.write('/a/.git/HEAD', 'aaaa\n')
    world.files.write('/a/kept.yaml', service('kept'))
    world.files.write('/a/wiki.yaml', service('wiki', { namespace: 'blog' }))
    world.files.write('/b/db.yaml', service('db', { namespace: 'data' }))
    const source = world.start(['/a', '/b'])
    await world.pass(1_000)
    const uid = world.store.get('Service', 'blog/wiki')?.metadata.uid
    // The other one is told of nothing, as by a watch that is slow.
    world.files.tell(false)
    world.files.write('/b/wiki.yaml', service('wiki', { namespace: 'blog' }))
    world.files.tell(true)
    world.files.remove('/a/wiki.yaml')
    world.files.write('/a/.git/HEAD', 'bbbb\n')
    await world.pass(1_000)
    deepEqual(
      [originIn(world.store, 'Service/blog/wiki')?.file, world.store.get('Service', 'blog/wiki')?.metadata.uid],
      ['/b/wiki.yaml', uid],
    )
    await source.close()
  })
})
