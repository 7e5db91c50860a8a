import { deepEqual, equal, match } from 'node:assert/strict'
import { acceptApply } from '../../../store/source/apply.ts'
import { originIn } from '../../../store/source/acceptance/origins.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import type { ResourceId } from '../../../store/source/reading/reading.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { createWorld, service } from './world.ts'

/** A file that was applied with this text, and whose directory is watched from now on. */
async function appliedFirst(text: string, { from = '/srv/web.yaml', merged = '' } = {}) {
  const world = createWorld()
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const { store, settings, clock } = world
  const over = merged === '' ? {} : { over: [{ file: '/srv/more/prod.yaml', text: merged }] }
  const apply = (file: string, text: string) => {
    const files = [readText({ file, text, ...over }, context, [composeReader])]
    return acceptApply({ store, settings, now: clock.now(), files }).errors
  }
  apply(from, text)
  const uid = store.get('Service', 'shop/web')?.metadata.uid
  const watch = async (now: string) => {
    world.files.write('/srv/web.yaml', now)
    world.files.write('/srv/db.yaml', service('db', { namespace: 'data' }))
    const source = world.start()
    await world.pass(1_000)
    return source
  }
  return { ...world, apply, uid, watch }
}

describe('a file that was applied, and whose directory is watched then', () => {
  it('has what it declares as it runs, and what is changed and taken out there counts', async () => {
    const world = await appliedFirst(service('web'))
    const source = await world.watch(service('web'))
    deepEqual(source.errors(), [])
    equal(world.store.get('Service', 'shop/web')?.metadata.uid, world.uid)
    equal(originIn(world.store, 'Service/shop/web')?.root, '/srv')
    world.files.write('/srv/web.yaml', service('web', { replicas: 3 }))
    await world.pass(1_000)
    equal(world.replicas('shop/web'), 3)
    world.files.remove('/srv/web.yaml')
    await world.pass(60_000)
    deepEqual(world.services(), ['data/db'])
  })

  it('is refused what does not run as it says by itself', async () => {
    const world = await appliedFirst(service('web'))
    const [error] = (await world.watch(service('web', { replicas: 2 }))).errors()
    match(
      error?.message ?? '',
      /^the stack shop was applied from this file, and differs here: Service\/shop\/web replicas; .*`reconcile apply -f \/srv\/web.yaml` makes it as it is here/,
    )
    equal(world.replicas('shop/web'), 1)
    equal(originIn(world.store, 'Service/shop/web')?.root, 'desired')
  })

  it('is refused a stack by one error, which names the service whose profile is off here', async () => {
    const project = (profile: string) =>
      `name: shop\nservices: {web: {image: x}, ml: {image: x${profile}}, db: {image: x}}\n`
    const world = await appliedFirst(project(''))
    const [error, ...more] = (await world.watch(project(', profiles: [ml]'))).errors()
    match(
      error?.message ?? '',
      /: Service\/shop\/ml runs, and its profile ml is off: COMPOSE_PROFILES=ml in .env keeps it; /,
    )
    deepEqual([more.length, error?.resources.length], [0, 3])
  })

  it('is refused what other files were merged over, with the line that has them merged here', async () => {
    const project = 'name: shop\nservices: {web: {image: x}}\n'
    const merged = 'services: {web: {environment: {MODE: prod}}}\n'
    const [error] = (await (await appliedFirst(project, { merged })).watch(project)).errors()
    match(
      error?.message ?? '',
      /: Service\/shop\/web template\.env; to have \/srv\/more\/prod\.yaml merged over it here as well, write COMPOSE_FILE=web\.yaml:more\/prod\.yaml into the \.env beside it; else see how with `reconcile plan -f/,
    )
  })

  it('is refused what a command has changed since', async () => {
    const world = await appliedFirst(service('web'))
    world.store.update('Service', 'shop/web', (draft) => {
      draft.spec.replicas = 3
      draft.metadata.annotations = { ...draft.metadata.annotations, 'reconcile.dev/scaled': 'scale, Tue 09:47' }
    })
    const [error, ...more] = (await world.watch(service('web'))).errors()
    match(error?.message ?? '', /differs here: Service\/shop\/web replicas \(scale, Tue 09:47\);/)
    equal(more.length, 0)
    equal(world.replicas('shop/web'), 3)
  })

  it('has what a command has changed since, once it is written there, and then no mark of the command is left', async () => {
    const world = await appliedFirst(service('web'))
    world.store.update('Service', 'shop/web', (draft) => {
      draft.spec.replicas = 3
      draft.metadata.annotations = { ...draft.metadata.annotations, 'reconcile.dev/scaled': 'scale, Mon 10:00' }
    })
    deepEqual((await world.watch(service('web', { replicas: 3 }))).errors(), [])
    equal(originIn(world.store, 'Service/shop/web')?.root, '/srv')
    const { metadata } = world.store.get('Service', 'shop/web') ?? {}
    deepEqual([metadata?.uid, metadata?.annotations?.['reconcile.dev/scaled']], [world.uid, undefined])
  })

  it('is refused a part of a stack, of which it has not the rest any more', async () => {
    const network = 'apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: {name: front, namespace: shop}\nspec: {}\n'
    const world = await appliedFirst(`${network}---\n${service('web')}`)
    const [error, ...more] = (await world.watch(network)).errors()
    match(error?.message ?? '', /differs here: Service\/shop\/web is in no file here; /)
    equal(more.length, 0)
    deepEqual(
      ['Service/shop/web', 'Network/shop/front'].map((id) => originIn(world.store, id)?.root),
      ['desired', 'desired'],
    )
  })

  it('is told all that differs, or how much, and creates nothing of the stack meanwhile', async () => {
    const two = `${service('web')}---\n${service('db', { namespace: 'shop' })}`
    const world = await appliedFirst(two, { from: '/home/web.yaml' })
    const here = two.replaceAll('replicas: 1', 'replicas: 2').replaceAll('busybox:1', 'busybox:2')
    const [error, ...more] = (await world.watch(`${here}---\n${service('cache')}`)).errors()
    match(
      error?.message ?? '',
      /: Service\/shop\/web replicas, Service\/shop\/web template.image, Service\/shop\/db replicas and 1 more; see /,
    )
    equal(more.length, 0)
    equal(world.store.get('Service', 'shop/cache'), undefined)
  })

  it('has the stack as it says once its files were applied', async () => {
    const world = await appliedFirst(service('web'), { from: '/home/web.yaml' })
    const text = `${service('web', { replicas: 2 })}---\n${service('cache')}`
    const source = await world.watch(text)
    deepEqual([source.errors().length, world.services()], [1, ['data/db', 'shop/web']])
    equal(world.apply('/srv/web.yaml', text).length, 0)
    await world.pass(1_000)
    deepEqual(source.errors(), [])
    deepEqual(
      ['Service/shop/web', 'Service/shop/cache'].map((id) => originIn(world.store, id as ResourceId)?.root),
      ['/srv', '/srv'],
    )
    equal(world.store.get('Service', 'shop/web')?.metadata.uid, world.uid)
  })

  const node = (name: string, more = '') =>
    `apiVersion: reconcile.dev/v1\nkind: Node\nmetadata: {name: ${name}}\nspec: {engine: {host: 'unix:///${name}.sock'}${more}}\n`

  it('has a Node, though another Node was applied from another file', async () => {
    const world = await appliedFirst(`${node('near')}---\n${node('far')}`)
    const source = await world.watch(node('far'))
    deepEqual(source.errors(), [])
    deepEqual(
      ['Node/near', 'Node/far'].map((id) => originIn(world.store, id as ResourceId)?.root),
      ['desired', '/srv'],
    )
  })

  it('has a Node that was applied from another file, once it says the same of it', async () => {
    const world = await appliedFirst(node('far'), { from: '/home/far.yaml' })
    const rootOf = () => originIn(world.store, 'Node/far')?.root
    const source = await world.watch(node('far', ', unschedulable: true'))
    const [error] = source.errors()
    match(
      error?.message ?? '',
      /Node\/far was applied from \/home\/far.yaml, otherwise than it stands here: write .* `reconcile get node\/far -o yaml`/,
    )
    equal(rootOf(), 'desired')
    world.files.write('/srv/web.yaml', node('far', ', unschedulable: false'))
    await world.pass(1_000)
    deepEqual([source.errors(), rootOf()], [[], '/srv'])
    world.files.write('/srv/web.yaml', node('far', ', unschedulable: true'))
    await world.pass(1_000)
    equal(world.store.get('Node', 'far')?.spec.unschedulable, true)
  })

  it('is told of a Node what it does not say of a stack', async () => {
    const world = await appliedFirst(node('far'))
    const [error] = (await world.watch(node('far', ', drain: true'))).errors()
    match(error?.message ?? '', /Node\/far was applied from this file, otherwise than it stands here/)
  })

  it('has what was applied from another file, as it runs, once it says the same of it', async () => {
    const world = await appliedFirst(service('web'), { from: '/home/web.yaml' })
    const rootOf = () => originIn(world.store, 'Service/shop/web')?.root
    const source = await world.watch(service('web', { replicas: 2 }))
    const [error] = source.errors()
    match(error?.message ?? '', /was applied from \/home\/web.yaml, and differs here: Service\/shop\/web replicas;/)
    deepEqual([rootOf(), world.replicas('shop/web')], ['desired', 1])
    world.files.write('/srv/web.yaml', service('web'))
    await world.pass(1_000)
    deepEqual([source.errors(), rootOf()], [[], '/srv'])
    equal(world.store.get('Service', 'shop/web')?.metadata.uid, world.uid)
  })

  const project = (file = './nginx.conf') =>
    `name: shop\nservices: {web: {image: x, configs: [front]}}\nconfigs: {front: {file: ${file}}}\nnetworks: {default: {}}\n`

  it('has what was moved into it with the files that it names, once those are gone from where they were', async () => {
    const world = await appliedFirst(project(), { from: '/home/edge/compose.yaml' })
    const before = world.store.get('Service', 'shop/web')?.metadata
    let isThere = true
    world.files.write('/srv/edge/compose.yaml', project())
    const source = world.start(['/srv'], { isThere: (file) => isThere || file.startsWith('/srv') })
    await world.pass(1_000)
    const [error] = source.errors()
    match(error?.message ?? '', /differs here: Config\/shop\/front file;/)
    deepEqual([error?.place.file, error?.place.line], ['/srv/edge/compose.yaml', 3])
    isThere = false
    source.readSoon()
    await world.pass(1_000)
    deepEqual(source.errors(), [])
    equal(world.store.get('Config', 'shop/front')?.spec.file, '/srv/edge/nginx.conf')
    deepEqual(
      ['Config/shop/front', 'Service/shop/web'].map((id) => originIn(world.store, id)?.root),
      ['/srv', '/srv'],
    )
    const after = world.store.get('Service', 'shop/web')?.metadata
    deepEqual([after?.uid, after?.generation], [before?.uid, before?.generation])
  })

  it('is refused what was moved into it and names another file there', async () => {
    const world = await appliedFirst(project(), { from: '/home/edge/compose.yaml' })
    world.files.write('/srv/edge/compose.yaml', project('./other.conf'))
    const source = world.start(['/srv'], { isThere: (file) => file.startsWith('/srv') })
    await world.pass(1_000)
    equal(source.errors().length, 1)
    equal(originIn(world.store, 'Config/shop/front')?.root, 'desired')
  })

  it('is refused what was applied from another file where two of its own have it', async () => {
    const world = await appliedFirst(service('web'), { from: '/home/web.yaml' })
    world.files.write('/srv/copy.yaml', service('web'))
    equal((await world.watch(service('web'))).errors().length, 1)
    equal(originIn(world.store, 'Service/shop/web')?.root, 'desired')
  })
})
