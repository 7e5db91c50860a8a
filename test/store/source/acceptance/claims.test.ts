import assert from 'node:assert/strict'
import { createWorld, service } from '../world.ts'

type World = ReturnType<typeof createWorld>

const network = (name: string) =>
  `apiVersion: reconcile.dev/v1\nkind: Network\nmetadata: {name: ${name}, namespace: shop}\nspec: {}\n`

describe('a name that two files claim', () => {
  it('stays with the one it was accepted from first', async () => {
    const world = createWorld()
    world.files.write('/srv/b.yaml', service('web'))
    const source = world.start()
    await world.pass(1_000)
    world.files.write('/srv/a.yaml', service('web', { replicas: 7 }))
    world.files.write('/srv/b.yaml', service('web', { replicas: 2 }))
    await world.pass(10_000)
    assert.equal(world.replicas('shop/web'), 2)
    const [error] = source.errors()
    assert.equal(error?.place.file, '/srv/a.yaml')
    assert.match(error?.message ?? '', /\/srv\/a.yaml:1 and in \/srv\/b.yaml:1/)
  })

  it('is nobody’s when neither was accepted, until one lets go', async () => {
    const world = createWorld()
    world.files.write('/srv/a.yaml', service('web'))
    world.files.write('/srv/b.yaml', `${service('web', { replicas: 2 })}---\n${service('db')}`)
    const source = world.start()
    await world.pass(10_000)
    assert.deepEqual(world.services(), ['shop/db'])
    assert.deepEqual(
      source.errors().map(({ place }) => place.file),
      ['/srv/a.yaml', '/srv/b.yaml'],
    )
    world.files.remove('/srv/a.yaml')
    await world.pass(10_000)
    assert.equal(world.replicas('shop/web'), 2)
    assert.deepEqual(source.errors(), [])
  })

  it('moves from file to file without being deleted', async () => {
    const world = createWorld()
    world.files.write('/srv/a.yaml', service('web'))
    world.start()
    await world.pass(1_000)
    const uid = world.store.get('Service', 'shop/web')?.metadata.uid
    world.files.rename('/srv/a.yaml', '/srv/b.yaml')
    await world.pass(60_000)
    assert.equal(world.store.get('Service', 'shop/web')?.metadata.uid, uid)
    assert.equal(JSON.parse(JSON.stringify(world.store.fact('source', 'Service/shop/web'))).file, '/srv/b.yaml')
  })

  it('moves from a file that is left blank without a word', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
    const source = world.start()
    await world.pass(1_000)
    world.files.write('/srv/web.yaml', '# moved to more.yaml\n')
    world.files.write('/srv/more.yaml', service('web'))
    await world.pass(1_000)
    world.files.write('/srv/more.yaml', service('web', { replicas: 2 }))
    await world.pass(1_000)
    assert.deepEqual([source.errors(), world.replicas('shop/web')], [[], 2])
    assert.doesNotMatch(world.lines.join('\n'), /no manifest is left/)
  })

  for (const [what, harm] of [
    ['is half written', (files) => files.write('/srv/x/a.yaml', service('web', { replicas: 2 }).slice(0, -40))],
    ['is blank', (files) => files.write('/srv/x/a.yaml', '')],
    ['may not be read', (files) => files.fail('/srv/x/a.yaml', 'EACCES')],
    ['is in a directory that may not be read', (files) => files.fail('/srv/x', 'EACCES')],
    ['is away in a rebase', (files) => (files.makeDirectory('/srv/.git/rebase-merge'), files.remove('/srv/x'))],
  ] satisfies [string, (files: World['files']) => void][])
    it(`is not lost to an old copy when its file ${what}`, async () => {
      const world = createWorld()
      const mine = service('web', { replicas: 2 })
      world.files.write('/srv/.git/HEAD', 'aaaa')
      world.files.write('/srv/x/a.yaml', mine)
      world.files.write('/srv/db.yaml', service('db'))
      const source = world.start()
      await world.pass(1_000)
      world.files.write('/srv/old.yaml', service('web'))
      await world.pass(1_000)
      harm(world.files)
      await world.pass(60_000)
      const words = source.errors().map(({ place, message }) => `${place.file} ${message}`)
      assert.equal(world.replicas('shop/web'), 2)
      assert.match(words.join('\n'), /\/srv\/old.yaml .* came from \/srv\/x\/a.yaml, which can't be used now/)
      for (const path of ['/srv/x', '/srv/x/a.yaml']) world.files.fail(path, undefined)
      world.files.remove('/srv/.git')
      world.files.write('/srv/x/a.yaml', `# again\n${mine}`)
      await world.pass(60_000)
      assert.equal(world.replicas('shop/web'), 2)
      world.files.remove('/srv/x/a.yaml')
      await world.pass(1_000)
      assert.deepEqual([world.replicas('shop/web'), source.errors()], [1, []])
    })

  it('can’t be taken by another root, which gets it when the first lets go', async () => {
    const world = createWorld()
    for (const path of ['/one/web.yaml', '/one/db.yaml']) world.files.write(path, service(path.slice(5, -5)))
    world.files.makeDirectory('/two')
    const source = world.start(['/one', '/two'])
    await world.pass(1_000)
    world.files.write('/two/web.yaml', service('web', { replicas: 2 }))
    await world.pass(10_000)
    assert.equal(world.replicas('shop/web'), 1)
    assert.match(source.errors()[0]?.message ?? '', /declared in \/one\/web.yaml, which is watched/)
    world.files.remove('/one/web.yaml')
    await world.pass(10_000)
    assert.equal(world.replicas('shop/web'), 2)
    assert.deepEqual(source.errors(), [])
  })
})

describe('what does not fit together', () => {
  it('is said of the file that is wrong, and of those that need it as its consequence', async () => {
    const world = createWorld()
    const after = (name: string, other: string) =>
      service(name).replace('spec:', `spec:\n  dependsOn:\n    - service: ${other}`)
    world.files.write('/srv/a.yaml', after('a', 'b'))
    world.files.write('/srv/b.yaml', after('b', 'a'))
    const source = world.start()
    await world.pass(1_000)
    assert.deepEqual(
      source.errors().map(({ message }) => message),
      [
        'wait for each other in a circle (a → b → a): take one dependency away (Service/shop/b is in /srv/b.yaml)',
        "names Service shop/a, and /srv/a.yaml, which declares it, can't be used: correct that first",
      ],
    )
    world.files.write('/srv/a.yaml', service('a'))
    await world.pass(10_000)
    assert.deepEqual([world.services(), source.errors()], [['shop/a', 'shop/b'], []])
  })

  it('is said of a file with an error, and of those that need what it may declare as the consequence of that', async () => {
    const world = createWorld()
    world.files.write('/srv/a.yaml', service('a').replace('spec:', 'spec:\n  dependsOn:\n    - service: b'))
    world.files.write('/srv/b.yaml', service('b').replace('replicas: 1', 'replicas: one'))
    const source = world.start()
    await world.pass(1_000)
    const [own, consequence, ...more] = source.errors()
    assert.match(own?.message ?? '', /must be a whole number/)
    const wants =
      'names Service shop/b, which is in no file that can be used: correct /srv/b.yaml first, which may declare it'
    assert.deepEqual([consequence?.message, more], [wants, []])
  })

  it('keeps the file as it was, and names both', async () => {
    const world = createWorld()
    const attached = service('web').replace('    image:', '    networks:\n      - network: back\n    image:')
    world.files.write('/srv/web.yaml', attached)
    world.files.write('/srv/net.yaml', network('back'))
    const source = world.start()
    await world.pass(1_000)
    assert.deepEqual(source.errors(), [])
    world.files.remove('/srv/net.yaml')
    await world.pass(60_000)
    assert.equal(world.store.list('Network').size, 1)
    assert.match(source.errors()[0]?.message ?? '', /Network shop\/back, which is not declared/)
    world.files.write('/srv/web.yaml', service('web'))
    await world.pass(10_000)
    assert.equal(world.store.list('Network').size, 0)
    assert.deepEqual(source.errors(), [])
  })

  it('leaves what fits to be accepted', async () => {
    const world = createWorld()
    world.files.write(
      '/srv/a.yaml',
      service('web').replace('    image:', '    networks:\n      - network: nowhere\n    image:'),
    )
    world.files.write('/srv/b.yaml', service('db'))
    const source = world.start()
    await world.pass(1_000)
    assert.deepEqual(world.services(), ['shop/db'])
    assert.equal(source.errors()[0]?.place.line, 10)
  })
})

describe('a spec that comes back while the old object is being deleted', () => {
  it('waits until that is gone, and is then created anew', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
    world.start()
    await world.pass(1_000)
    const before = world.store.update('Service', 'shop/web', (draft) => {
      draft.metadata.finalizers = ['reconcile.dev/tasks']
    })
    world.files.remove('/srv/web.yaml')
    await world.pass(10_000)
    assert.ok(world.store.get('Service', 'shop/web')?.metadata.deletionTimestamp)
    world.files.write('/srv/web.yaml', service('web', { replicas: 2 }))
    await world.pass(60_000)
    assert.equal(world.replicas('shop/web'), 1)
    world.store.update('Service', 'shop/web', (draft) => {
      draft.metadata.finalizers = []
    })
    await world.pass(1_000)
    assert.equal(world.replicas('shop/web'), 2)
    assert.notEqual(world.store.get('Service', 'shop/web')?.metadata.uid, before?.metadata.uid)
  })
})

describe('the default network of a project that stands in two files', () => {
  const compose = (name: string, more = '') => `name: shop\nservices:\n  ${name}:\n    image: busybox:1\n${more}`
  const written = 'networks:\n  default:\n    driver_opts: {com.docker.network.driver.mtu: "1400"}\n'
  const options = ({ store }: World) => store.get('Network', 'shop/default')?.spec.driverOpts

  it('is one, and stays for whichever is left', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, compose(name))
    const source = world.start()
    await world.pass(1_000)
    assert.deepEqual([world.services(), source.errors()], [['shop/db', 'shop/web'], []])
    const uid = world.store.get('Network', 'shop/default')?.metadata.uid
    assert.ok(uid)
    world.files.remove('/srv/db.yaml')
    await world.pass(60_000)
    assert.deepEqual([world.services(), source.errors()], [['shop/web'], []])
    assert.equal(world.store.get('Network', 'shop/default')?.metadata.uid, uid)
  })

  it('is as the one says that writes it, whoever had it first', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', compose('web'))
    const source = world.start()
    await world.pass(1_000)
    world.files.write('/srv/db.yaml', compose('db', written))
    await world.pass(10_000)
    assert.deepEqual(source.errors(), [])
    assert.deepEqual(options(world), { 'com.docker.network.driver.mtu': '1400' })
    world.files.write('/srv/x.yaml', compose('x', written.replace('1400', '1300')))
    await world.pass(10_000)
    assert.match(source.errors()[0]?.message ?? '', /Network\/shop\/default is declared in .*keep one of them/)
  })
})

describe('a new Compose file that is wrong', () => {
  it('is a fault of the stack that it names, and of no other', async () => {
    const world = createWorld()
    const text = 'name: shop\nservices:\n  web:\n    image: busybox:1\n    depends_on: [cache]\n'
    world.files.write('/srv/web.yaml', text)
    const source = world.start()
    await world.pass(1_000)
    const [error] = source.errors()
    assert.deepEqual(error?.stacks, ['shop'])
    assert.match(error.message, /Service shop\/cache, which is not declared in its project: write it under services:/)
  })
})
