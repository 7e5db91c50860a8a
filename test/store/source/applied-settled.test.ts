import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { stringify } from 'yaml'
import { acceptApply, acceptWritten } from '../../../store/source/apply.ts'
import { acceptedOf, originIn } from '../../../store/source/acceptance/origins.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { createWorld, service } from './world.ts'

type Files = Readonly<Record<string, string>>

const web = service('web')
const changed = service('web', { replicas: 2 })
const node = `apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: {name: h1}\nspec: {engine: {host: 'unix:///h1.sock'}}\n`
const secret = `apiVersion: reconcile.dev/v1\nkind: Secret\nmetadata: {name: token, namespace: shop}\nspec: {stored: true}\n`

/** A world in which these files were applied, and /srv is watched. */
function appliedFrom(files: Files) {
  const world = createWorld()
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const { store, settings, clock } = world
  const input = (texts: Files) => {
    const read = Object.entries(texts).map(([file, text]) => readText({ file, text }, context, [composeReader]))
    return { store, settings, now: clock.now(), files: read }
  }
  const apply = (texts: Files) => acceptApply(input(texts))
  equal(apply(files).errors.length, 0)
  const save = async (texts: Files) => {
    for (const [file, text] of Object.entries(texts)) world.files.write(file, text)
    await world.pass(1_000)
  }
  const source = world.start()
  return {
    ...{ ...world, apply, save, source },
    write: (text: string) => {
      const files = input({ '/api': text }).files.map((file) => ({ ...file, written: true as const }))
      equal(acceptWritten({ ...input({}), files }).errors.length, 0)
    },
    /** What is said of applied stacks that are refused. */
    refused: () => source.errors().filter(({ reason }) => reason === 'NameClaimed'),
    rootOf: (id: string) => originIn(store, id)?.root,
    roots: () => new Set([...acceptedOf(store).values()].map(({ root }) => root)),
  }
}

describe('a stack that was applied, and stands otherwise in a watched directory', () => {
  it('is not to be applied before what may have the rest of it is mended (S1)', async () => {
    const world = appliedFrom({ '/home/a.yaml': `${web}---\n${service('db')}` })
    await world.save({ '/srv/a.yaml': changed, '/srv/b.yaml': service('db').replace('replicas: 1', 'replicas: [') })
    const [error] = world.refused()
    match(error?.message ?? '', /Service\/shop\/db is in no file that was read here; mend \/srv\/b.yaml first, /)
    ok(!error?.message.includes('reconcile apply'))
    equal(error?.applicable, undefined)
    await world.save({ '/srv/b.yaml': service('db') })
    deepEqual(world.refused()[0]?.applicable, ['/srv/a.yaml', '/srv/b.yaml'])
  })

  it('gets nothing from there while what runs of it is not there', async () => {
    const world = appliedFrom({ '/home/a.yaml': web })
    await world.save({ '/srv/a.yaml': service('cache') })
    const [error, ...more] = world.refused()
    match(
      error?.message ?? '',
      /from \/home\/a.yaml, .*: Service\/shop\/web is in no file here; nothing of it that runs is declared here: give this another namespace, or write here what runs, as `reconcile get -n shop \S+ -o yaml` shows it/,
    )
    deepEqual([more.length, world.services(), error?.applicable], [0, ['shop/web'], undefined])
    equal(world.apply({ '/home/a.yaml': changed }).errors.length, 0)
    await world.save({ '/srv/a.yaml': `${service('cache')}---\n${changed}` })
    deepEqual([world.refused(), world.services(), world.roots()], [[], ['shop/cache', 'shop/web'], new Set(['/srv'])])
  })

  it('is read again once what is in no file there was deleted', async () => {
    const world = appliedFrom({ '/home/a.yaml': `${web}---\n${service('db')}` })
    await world.save({ '/srv/a.yaml': web })
    match(
      world.refused()[0]?.message ?? '',
      /`reconcile apply -f \/srv\/a.yaml` makes it as it is here, deleting Service\/shop\/db, and it is changed/,
    )
    equal(world.apply({ '/home/a.yaml': web }).deleted.length, 1)
    await world.pass(1_000)
    deepEqual([world.refused(), world.rootOf('Service/shop/web')], [[], '/srv'])
  })

  it('is not kept from there by a Secret that was stored by itself', async () => {
    const world = appliedFrom({ '/home/h1.yaml': node })
    world.write(secret)
    await world.save({ '/srv/a.yaml': web })
    deepEqual([world.refused(), world.rootOf('Service/shop/web')], [[], '/srv'])
  })

  it('is to be written there where a Secret that was stored by itself would stay', async () => {
    const world = appliedFrom({ '/home/a.yaml': web })
    world.write(secret)
    await world.save({ '/srv/a.yaml': changed })
    match(world.refused()[0]?.message ?? '', /Secret\/shop\/token was written by itself, and no apply takes it away/)
    await world.save({ '/srv/a.yaml': `${web}---\n${secret}` })
    deepEqual([world.refused(), world.roots()], [[], new Set(['/srv'])])
  })

  it('is had whole by writing what runs of it there, where versions before gave it two owners', async () => {
    const world = appliedFrom({ '/home/a.yaml': web })
    const all = `${service('cache')}---\n${service('web', { replicas: 2, image: 'busybox:2' })}`
    // What both let come to be.
    await world.save({ '/srv/a.yaml': service('cache', { namespace: 'other' }) })
    const cache = originIn(world.store, 'Service/other/cache')
    const object = world.store.get('Service', 'other/cache')
    ok(cache && object)
    world.store.create('Service', { ...object, metadata: { name: 'cache', namespace: 'shop' } })
    world.store.putFact('source', 'Service/shop/cache', { ...cache } as never)
    await world.save({ '/srv/a.yaml': all })
    const [error] = world.refused()
    match(
      error?.message ?? '',
      /; Service\/shop\/cache is a watched directory's already, so that no apply can have the/,
    )
    match(
      world.apply({ '/home/a.yaml': changed }).errors[0]?.message ?? '',
      /shop belongs in part to the watched directory \/srv .*: write the rest there as it runs, which `reconcile get -n/,
    )
    const runs = stringify(world.store.get('Service', 'shop/web'))
    await world.save({ '/srv/a.yaml': `${service('cache')}---\n${runs}` })
    deepEqual([world.refused(), world.rootOf('Service/shop/web')], [[], '/srv'])
    await world.save({ '/srv/a.yaml': all })
    equal(world.replicas('shop/web'), 2)
  })

  for (const [what, beside, id] of [
    ['a Node', node, 'Node/h1'],
    ['another stack', service('blog', { namespace: 'blog' }), 'Service/blog/blog'],
  ] as const)
    it(`is not to be applied with ${what} that is the directory’s, and runs as written there`, async () => {
      const world = appliedFrom({ '/home/a.yaml': `${what === 'a Node' ? node : ''}---\n${web}` })
      await world.save({ '/srv/a.yaml': `${changed}---\n${beside}` })
      const [error, ...more] = world.refused()
      ok(error?.message.includes(`; its files have ${id} as well, which no apply can have, `))
      deepEqual([more.length, error?.applicable, world.rootOf(id)], [0, undefined, '/srv'])
      await world.save({ '/srv/a.yaml': beside, '/srv/shop.yaml': changed })
      equal(world.apply({ '/srv/shop.yaml': changed }).errors.length, 0)
      await world.pass(1_000)
      deepEqual([world.refused(), world.replicas('shop/web'), world.rootOf('Service/shop/web')], [[], 2, '/srv'])
    })

  it('is to be applied with all files of the stacks that share a file with it', async () => {
    const blog = (name: string) => service(name, { namespace: 'blog' })
    const before = { '/home/a.yaml': `${web}---\n${blog('b')}---\n${blog('c')}` }
    const world = appliedFrom(before)
    const now = {
      '/srv/a.yaml': `${changed}---\n${blog('b').replace('busybox:1', 'busybox:2')}`,
      '/srv/c.yaml': blog('c'),
    }
    await world.save(now)
    deepEqual(
      world.refused().map(({ stacks, applicable }) => [...stacks, ...(applicable ?? [])]),
      [
        ['shop', '/srv/a.yaml', '/srv/c.yaml'],
        ['blog', '/srv/a.yaml', '/srv/c.yaml'],
      ],
    )
    deepEqual(world.apply(now).deleted, [])
    await world.pass(1_000)
    deepEqual([world.refused(), world.roots()], [[], new Set(['/srv'])])
  })

  it('is to be in one file only before it is applied', async () => {
    const world = appliedFrom({ '/home/a.yaml': web })
    await world.save({ '/srv/a.yaml': changed, '/srv/b.yaml': changed })
    match(world.refused()[0]?.message ?? '', /web is in several files here; keep Service\/shop\/web in one file only; /)
    equal(world.refused()[0]?.applicable, undefined)
  })

  it('is no apply that would merge projects which are apart here', async () => {
    const project = (image: string) => `services: {web: {image: ${image}}}\n`
    const config = (stack: string) =>
      `apiVersion: reconcile.dev/v1\nkind: Config\nmetadata: {name: c, namespace: ${stack}}\nspec: {content: x}\n`
    const files = {
      '/srv/shop/shop.yml': project('x'),
      '/srv/blog/blog.yml': project('y'),
      '/srv/common.yaml': `${config('shop')}---\n${config('blog')}`,
    }
    const world = appliedFrom(files)
    await world.save({ ...files, '/srv/shop/shop.yml': project('z'), '/srv/blog/blog.yml': project('z') })
    const [error] = world.refused()
    match(
      error?.message ?? '',
      /an apply of \/srv\/\w+\/\w+\.yml, \/srv\/\w+\/\w+\.yml together would merge them: write here what runs/,
    )
    equal(error?.applicable, undefined)
  })

  it('is none while what is one of Compose’s by its name can’t be read, whatever its text looks like', async () => {
    const world = appliedFrom({ '/srv/web.yaml': web })
    await world.save({ '/srv/web.yaml': changed, '/srv/compose.yaml': 'web:\n  image: [\n' })
    const [error] = world.refused()
    match(
      error?.message ?? '',
      /mend \/srv\/compose\.yaml first, which may have the rest of it, or write here what runs/,
    )
    equal(error?.applicable, undefined)
  })
})
