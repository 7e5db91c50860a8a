import { deepEqual, equal, match } from 'node:assert/strict'
import { approve } from '../../../store/source/facts/hold-facts.ts'
import { allPending } from '../../../store/source/facts/pending-facts.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
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

const linesWith = ({ lines }: World, words: RegExp) => lines.filter((line) => words.test(line))
const network = 'apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: {name: front, namespace: shop}\nspec: {}\n'

describe('a file that moves from one watched directory to another', () => {
  for (const { it: how, move } of [
    {
      it: 'at once',
      move: ({ files }: World) => Promise.resolve(files.rename('/a/web0.yaml', '/b/web0.yaml')),
    },
    {
      it: 'as a copy first',
      async move({ files, pass }: World) {
        files.write('/b/web0.yaml', service('web0'))
        await pass(60_000)
        files.remove('/a/web0.yaml')
      },
    },
    {
      it: 'as a deletion first',
      async move({ files, pass }: World) {
        files.remove('/a/web0.yaml')
        await pass(3_000)
        files.write('/b/web0.yaml', service('web0'))
      },
    },
  ])
    it(`is that one’s, as it runs, when it would be deleted, moved ${how}`, async () => {
      const world = await twoRoots()
      await move(world)
      await world.pass(1_000)
      deepEqual(filesOf(world), ['/a/web0.yaml'])
      const [pending] = allPending(world.store)
      match(pending?.message ?? '', /in no file of \/a any more; \/b\/web0.yaml declares it as well, which counts from/)
      await world.pass(5_000)
      deepEqual([filesOf(world), world.source.errors(), allPending(world.store)], [['/b/web0.yaml'], [], []])
      await world.pass(120_000)
      deepEqual(filesOf(world), ['/b/web0.yaml'])
      equal(linesWith(world, /stays: \/b\/web0.yaml declares it, and \/a\/web0.yaml does not any more/).length, 1)
      deepEqual(linesWith(world, /^\S+ (deleted|changed|created)/).slice(3), [])
      await world.source.close()
    })

  for (const rest of [[], ['kept']])
    it(`runs on without an approval with many others, as nothing is lost, ${rest.length === 0 ? 'where some stay' : 'all of them'}`, async () => {
      const world = await twoRoots(10)
      for (const name of [...world.names, ...rest]) world.files.rename(`/a/${name}.yaml`, `/b/${name}.yaml`)
      await world.pass(60_000)
      deepEqual([filesOf(world), world.holds()], [world.names.map((name) => `/b/${name}.yaml`), []])
      deepEqual(linesWith(world, /^\S+ (deleted|changed|created)/).slice(12), [])
      await world.source.close()
    })

  it('needs the approval of a loss with what no other one declares, and then runs on', async () => {
    const world = await twoRoots(10)
    for (const name of world.names) world.files.rename(`/a/${name}.yaml`, `/b/${name}.yaml`)
    world.files.remove('/a/kept.yaml')
    await world.pass(60_000)
    const [hold = '', ...more] = world.holds()
    deepEqual([filesOf(world), more], [world.names.map((name) => `/a/${name}.yaml`), []])
    approve(world.store, hold, world.clock.now())
    await world.pass(1_000)
    deepEqual([filesOf(world), world.holds()], [world.names.map((name) => `/b/${name}.yaml`), []])
    await world.source.close()
  })

  it('is no loss that a later one is counted with', async () => {
    const world = await twoRoots(10)
    for (const name of world.names.slice(0, 5)) world.files.rename(`/a/${name}.yaml`, `/b/${name}.yaml`)
    await world.pass(60_000)
    world.files.remove('/a/web5.yaml')
    await world.pass(60_000)
    deepEqual([world.holds(), filesOf(world)[5], uidOf(world, 'web5')], [[], undefined, undefined])
    await world.source.close()
  })

  it('goes on as it was until its deletion would be due, where it says something else there, and then as it says', async () => {
    const world = await twoRoots()
    world.files.remove('/a/web0.yaml')
    world.files.write('/b/web0.yaml', service('web0', { image: 'busybox:2' }))
    await world.pass(4_000)
    deepEqual([filesOf(world), world.image('shop/web0')], [['/a/web0.yaml'], 'busybox:1'])
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
    const [error, ...more] = world.source.errors()
    deepEqual([error?.reason, more], ['NameClaimed', []])
    await world.source.close()
  })

  for (const { it: which, files, heir, image } of [
    { it: 'the first by path', files: { '/b/one': 'busybox:1', '/b/two': 'busybox:1' }, heir: '/b/one' },
    { it: 'the one in its place', files: { '/b/one': 'busybox:1', '/c/web0': 'busybox:1' }, heir: '/c/web0' },
    {
      it: 'the one that says just the same',
      files: { '/b/web0': 'busybox:2', '/c/web0': 'busybox:3', '/c/x': 'busybox:1' },
      heir: '/c/x',
    },
    {
      it: 'the first of which each says something else',
      files: { '/c/one': 'busybox:2', '/b/two': 'busybox:3' },
      heir: '/b/two',
      image: 'busybox:3',
    },
  ])
    it(`is of several ${which}, and runs on`, async () => {
      const world = await twoRoots(1, ['/c', '/a', '/b'])
      for (const [file, said] of Object.entries(files))
        world.files.write(`${file}.yaml`, service('web0', { image: said }))
      world.files.remove('/a/web0.yaml')
      await world.pass(60_000)
      deepEqual([filesOf(world), world.image('shop/web0')], [[`${heir}.yaml`], image ?? 'busybox:1'])
      equal(linesWith(world, /web0 stays: /).length, 1)
      await world.source.close()
    })

  it('is deleted in its time where the other one declares it in a file with a fault', async () => {
    const world = await twoRoots()
    world.files.write('/b/web0.yaml', `${service('web0')}---\n${service('more')}    nothing: 1\n`)
    world.files.remove('/a/web0.yaml')
    await world.pass(4_000)
    deepEqual(filesOf(world), ['/a/web0.yaml'])
    await world.pass(3_000)
    deepEqual(filesOf(world), [undefined])
    await world.source.close()
  })

  for (const { it: why, harm, mend } of [
    {
      it: 'the other one is away',
      harm: ({ files }: World) => files.rename('/b', '/gone'),
      mend: ({ files }: World) => files.rename('/gone', '/b'),
    },
    {
      it: 'its file there can’t be read',
      harm: ({ files }: World) => files.fail('/b/web0.yaml', 'EACCES'),
      mend: ({ files }: World) => files.fail('/b/web0.yaml', undefined),
    },
    {
      it: 'its file there has a fault',
      harm: ({ files }: World) => files.write('/b/web0.yaml', `${service('web0')}    nothing: 1\n`),
      mend: ({ files }: World) => files.write('/b/web0.yaml', service('web0')),
    },
  ])
    it(`stays while ${why}, as all else goes on, and is that one’s once it can be read`, async () => {
      const world = await twoRoots(2)
      world.files.rename('/a/web0.yaml', '/b/web0.yaml')
      await world.pass(1_000)
      harm(world)
      world.files.remove('/a/web1.yaml')
      await world.pass(120_000)
      deepEqual(filesOf(world), ['/a/web0.yaml', undefined])
      const [held, ...more] = world.source.errors().filter(({ root }) => root === '/a')
      match(
        held?.message ?? '',
        /web0: in no file any more, and kept until \/b\/web0.yaml, which declared it as well, can be/,
      )
      deepEqual([held?.reason, more, allPending(world.store)], ['DeletionHeldBack', [], []])
      mend(world)
      await world.pass(10_000)
      deepEqual([filesOf(world), world.source.errors()], [['/b/web0.yaml', undefined], []])
      await world.source.close()
    })

  it('is deleted in its time where the other one comes back without it', async () => {
    const world = await twoRoots()
    world.files.rename('/a/web0.yaml', '/b/web0.yaml')
    await world.pass(1_000)
    world.files.rename('/b', '/gone')
    await world.pass(60_000)
    world.files.remove('/gone/web0.yaml')
    world.files.rename('/gone', '/b')
    await world.pass(10_000)
    deepEqual([filesOf(world), world.source.errors()], [[undefined], []])
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

  it('is at rest with the other one when that has it as it says', async () => {
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
      await world.pass(7_000)
      deepEqual([originIn(world.store, 'Network/shop/front')?.file, world.source.errors()], ['/b/net.yaml', []])
      await world.source.close()
    })

  it('leaves its host port to another one that stays, and is renamed meanwhile', async () => {
    const world = await twoRoots()
    const web = (name: string, port: number) =>
      `name: shop\nservices: {${name}: {image: busybox:1, ports: ["${port}:80"]}}\n`
    world.files.write('/a/more.yaml', web('web', 8080))
    await world.pass(1_000)
    world.files.write('/b/web.yaml', web('web', 9090))
    await world.pass(1_000)
    world.files.write('/a/more.yaml', web('web2', 8080))
    await world.pass(10_000)
    const wrong = world.source.errors().filter(({ root }) => root === '/a')
    deepEqual([wrong, world.services().includes('shop/web2')], [[], true])
    await world.source.close()
  })

  it('gives way to no other of its host port while it stays, as another file of its directory is broken', async () => {
    const world = await twoRoots()
    const web = (name: string) => `${service(name)}    ports: [{containerPort: 80, hostPort: 8080}]\n`
    world.files.write('/a/web.yaml', web('web'))
    await world.pass(1_000)
    world.files.write('/a/kept.yaml', 'reconcile.dev: [')
    await world.pass(1_000)
    world.files.rename('/a/web.yaml', '/b/web.yaml')
    world.files.write('/a/next.yaml', web('next'))
    await world.pass(60_000)
    deepEqual([world.services().includes('shop/next'), world.services().includes('shop/web')], [false, true])
    match(
      world.source
        .errors()
        .map(({ message }) => message)
        .join(),
      /takes port 8080 of the host/,
    )
    await world.source.close()
  })

  it('gives way to no other of its host port where it stays by a slip in the same reading', async () => {
    const world = await twoRoots()
    const web = (name: string) => `${service(name)}    ports: [{containerPort: 80, hostPort: 8080}]\n`
    world.files.write('/a/web.yaml', web('web'))
    await world.pass(1_000)
    world.files.write('/b/web.yaml', web('web'))
    await world.pass(1_000)
    world.files.remove('/a/web.yaml')
    world.files.write('/a/next.yaml', web('next'))
    world.files.write('/a/slip.yaml', `${service('slip')}    networks: [{network: nowhere}]\n`)
    await world.pass(60_000)
    deepEqual([world.services().includes('shop/next'), world.services().includes('shop/web')], [false, true])
    await world.source.close()
  })

  it('is said as it is, by both, whoever changes its mind', async () => {
    const world = await twoRoots()
    const said = () => [
      world.source.errors().map(({ message }) => message.replace(/^\S+ /, '').slice(0, 30)),
      allPending(world.store).map(({ message }) => (message.includes('/b/web0.yaml') ? 'handed over' : 'deleted')),
    ]
    world.files.write('/b/web0.yaml', service('web0', { image: 'busybox:2' }))
    await world.pass(1_000)
    deepEqual(said(), [['is declared in /a/web0.yaml, w'], []])
    world.files.remove('/a/web0.yaml')
    await world.pass(1_000)
    deepEqual(said(), [['is in /a/web0.yaml no more, an'], ['handed over']])
    world.files.remove('/b/web0.yaml')
    await world.pass(1_000)
    deepEqual(said(), [[], ['deleted']])
    world.files.write('/b/web0.yaml', service('web0', { image: 'busybox:2' }))
    await world.pass(1_000)
    world.files.write('/a/web0.yaml', service('web0'))
    await world.pass(1_000)
    deepEqual(said(), [['is declared in /a/web0.yaml, w'], []])
    await world.source.close()
  })

  it('is found after a restart', async () => {
    const world = await twoRoots()
    const closed = world.source.close()
    await world.pass(10)
    await closed
    world.files.rename('/a/web0.yaml', '/b/web0.yaml')
    const source = world.start(['/a', '/b'])
    await world.pass(7_000)
    deepEqual(filesOf(world), ['/b/web0.yaml'])
    await source.close()
  })

  it('costs no reading while it waits', async () => {
    const world = createWorld()
    let readings = 0
    const counting = { ...world.files, list: (path: string) => ((readings += 1), world.files.list(path)) }
    for (const root of ['/a', '/b', '/c']) world.files.write(`${root}/kept.yaml`, service(`kept${root.slice(1)}`))
    for (const root of ['/a', '/c']) world.files.write(`${root}/goes.yaml`, service(`goes${root.slice(1)}`))
    const source = world.start(['/a', '/b', '/c'], { files: counting })
    await world.pass(1_000)
    for (const root of ['/a', '/c']) world.files.rename(`${root}/goes.yaml`, `/b${root}.yaml`)
    for (const copy of [1, 2]) world.files.write(`/c/copy${copy}.yaml`, service('goesa', { replicas: copy }))
    world.files.write('/b/kept.yaml', 'reconcile.dev: [')
    await world.pass(1_000)
    readings = 0
    await world.pass(60_000)
    equal(readings < 30, true, `${readings} readings`)
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
    world.files.remove('/a/wiki.yaml')
    world.files.write('/a/.git/HEAD', 'bbbb\n')
    await world.pass(1_000)
    world.files.write('/b/wiki.yaml', service('wiki', { namespace: 'blog' }))
    await world.pass(3_000)
    deepEqual(
      [originIn(world.store, 'Service/blog/wiki')?.file, world.store.get('Service', 'blog/wiki')?.metadata.uid],
      ['/b/wiki.yaml', uid],
    )
    await source.close()
  })
})
