import assert from 'node:assert/strict'
import { createWorld, service } from './world.ts'

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
