import { deepEqual, equal, match } from 'node:assert/strict'
import { allPending } from '../../../store/source/pending-facts.ts'
import { originIn } from '../../../store/source/origins.ts'
import type { Source } from '../../../store/source/source.ts'
import { createWorld, service } from './world.ts'

interface World extends ReturnType<typeof createWorld> {
  readonly source: Source
  readonly names: readonly string[]
  readonly uids: ReadonlyMap<string, string | undefined>
}

/** Two watched directories, of which /a declares so many services, and /b one. */
async function twoRoots(count = 1): Promise<World> {
  const world = createWorld()
  const names = Array.from({ length: count }, (_, index) => `web${index}`)
  for (const name of names) world.files.write(`/a/${name}.yaml`, service(name))
  world.files.write('/a/kept.yaml', service('kept'))
  world.files.write('/b/db.yaml', service('db', { namespace: 'data' }))
  const source = world.start(['/a', '/b'])
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

const network = 'apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: {name: front, namespace: shop}\nspec: {}\n'
const place = (from: string, to: string) => ({ from: `/a/${from}.yaml`, to: `/b/${to}.yaml` })

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
    it(`is that one’s within a second, as it runs, moved ${how}`, async () => {
      const world = await twoRoots()
      await move(world)
      await world.pass(1_000)
      deepEqual([filesOf(world), world.source.errors(), allPending(world.store)], [['/b/web0.yaml'], [], []])
      await world.pass(120_000)
      deepEqual(filesOf(world), ['/b/web0.yaml'])
      equal(world.lines.filter((line) => line.includes('stays: /b/web0.yaml declares it now')).length, 1)
      equal(
        world.lines.some((line) => /deleted|changed/.test(line)),
        false,
        world.lines.join('\n'),
      )
      await world.source.close()
    })

  it('needs no approval, however many they are, and none of them is ever held back', async () => {
    const world = await twoRoots(10)
    for (const name of world.names) world.files.rename(`/a/${name}.yaml`, `/b/${name}.yaml`)
    world.files.rename('/a/kept.yaml', '/b/kept.yaml')
    await world.pass(1_000)
    deepEqual([filesOf(world), world.holds()], [world.names.map((name) => `/b/${name}.yaml`), []])
    equal(
      world.lines.some((line) => /approve/.test(line)),
      false,
      world.lines.join('\n'),
    )
    await world.source.close()
  })

  it('does not take what is lost beside it along', async () => {
    const world = await twoRoots(10)
    const [first = '', ...lost] = world.names
    const { from, to } = place(first, first)
    world.files.rename(from, to)
    for (const name of lost) world.files.remove(`/a/${name}.yaml`)
    await world.pass(60_000)
    deepEqual(filesOf(world), [to, ...lost.map((name) => `/a/${name}.yaml`)])
    deepEqual(world.store.facts('hold').size, 1)
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
      /Service\/shop\/web0: in no file of \/a any more, and .* in \/b\/web0.yaml, which has it/,
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

  it('is deleted in its time where the other one does not declare it for sure', async () => {
    const world = await twoRoots()
    world.files.write('/b/one.yaml', service('web0'))
    world.files.write('/b/two.yaml', service('web0'))
    world.files.remove('/a/web0.yaml')
    await world.pass(4_000)
    deepEqual(filesOf(world), ['/a/web0.yaml'])
    await world.pass(3_000)
    deepEqual(filesOf(world), [undefined])
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
