import assert from 'node:assert/strict'
import { sleep } from '../../../clock/sleep.ts'
import { acceptEdited } from '../../../store/source/apply.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { withdraw } from '../../../store/source/acceptance/withdraw.ts'
import { createWorld, service } from './world.ts'

describe('a watched tree', () => {
  it('becomes the declared state after the quiet time', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    const source = world.start()
    await world.pass(1_000)
    assert.deepEqual(world.services(), ['shop/web'])
    world.files.write('/srv/web.yaml', service('web', { image: 'busybox:2' }))
    await world.pass(100)
    assert.equal(world.image('shop/web'), 'busybox:1')
    await world.pass(100)
    assert.equal(world.image('shop/web'), 'busybox:2')
    assert.equal(world.store.get('Service', 'shop/web')?.metadata.generation, 2)
    await source.close()
  })

  it('is read within ten quiet times of constant writes', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.start()
    await world.pass(1_000)
    for (let write = 0; write < 40; write += 1) {
      world.files.write('/srv/web.yaml', service('web', { image: `busybox:${write}` }))
      await world.pass(50)
    }
    assert.notEqual(world.image('shop/web'), 'busybox:1')
  })

  for (const every of [100, 200, 400])
    it(`that takes 300 ms to read is read half of the time at most, and followed, beside a log written each ${every} ms`, async () => {
      const world = createWorld()
      const { clock, files } = world
      const times: number[] = []
      const list = (path: string) => (times.push(clock.now()), sleep(clock, 300).then(() => files.list(path)))
      files.write('/srv/web.yaml', service('web'))
      world.start(['/srv'], { files: { ...files, list } })
      await world.pass(10_000)
      times.length = 0
      for (let ms = 0; ms < 30_000; ms += every) {
        files.write('/srv/app.log', `${ms}`)
        if (ms === 20_000) files.write('/srv/web.yaml', service('web', { replicas: 2 }))
        await world.pass(every)
        if (ms === 24_000) assert.equal(world.replicas('shop/web'), 2)
      }
      assert.ok(times.length <= 30_000 / 600 + 1, `${times.length} readings in 30 s`)
    })

  it('is read anew without any hint', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.start()
    await world.pass(1_000)
    world.files.tell(false)
    world.files.write('/srv/web.yaml', service('web', { image: 'busybox:2' }))
    await world.pass(world.settings.resyncMs + 100)
    assert.equal(world.image('shop/web'), 'busybox:2')
  })

  it('does not take from a reading under way what a command took out or set meanwhile', async () => {
    const world = createWorld()
    const { store, clock, settings, files } = world
    const slow = { ...files, stat: (path: string) => sleep(clock, 500).then(() => files.stat(path)) }
    for (const name of ['a', 'b', 'web']) files.write(`/srv/${name}.yaml`, service(name))
    world.start(['/srv'], { files: slow })
    await world.pass(20_000)
    const events: string[] = []
    store.watch('Service').subscribe(({ key, after }) => events.push(`${key} ${after?.spec.replicas ?? 'gone'}`))
    files.write('/srv/a.yaml', service('a', { replicas: 2 }))
    // The files are read by then, and the reading is not over: their last stats are awaited.
    await world.pass(1_800)
    const text = service('b', { replicas: 3 })
    files.write('/srv/b.yaml', text)
    const reading = readText({ file: '/srv/b.yaml', text }, { variable: () => undefined, readFile: () => '' }, [])
    acceptEdited({ store, settings, now: clock.now(), files: [reading] }, '/srv')
    files.remove('/srv/web.yaml')
    withdraw(store, 'Service/shop/web')
    await world.pass(60_000)
    assert.deepEqual(events, ['shop/b 3', 'shop/web gone', 'shop/a 2'])
    assert.deepEqual(world.holds(), [])
  })

  it('is read again when it changed during a reading', async () => {
    const world = createWorld()
    const slow = {
      ...world.files,
      read: (path: string, limit: number) => sleep(world.clock, 500).then(() => world.files.read(path, limit)),
    }
    const early = service('web', { image: 'busybox:2' })
    world.files.write('/srv/a.yaml', service('a'))
    world.start(['/srv'], { files: slow })
    await world.pass(5_000)
    world.files.write('/srv/a.yaml', service('a', { replicas: 2 }))
    await world.pass(300)
    world.files.write('/srv/web.yaml', early)
    await world.pass(3_000)
    assert.deepEqual(world.services(), ['shop/a', 'shop/web'])
  })

  it('of git is not accepted in the middle of a checkout, until that takes over 10 s', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.files.write('/srv/.git/HEAD', 'aaaa')
    world.start()
    await world.pass(1_000)
    world.files.write('/srv/.git/index.lock', '')
    world.files.write('/srv/web.yaml', service('web', { replicas: 2 }))
    await world.pass(9_000)
    assert.equal(world.replicas('shop/web'), 1)
    await world.pass(3_000)
    assert.equal(world.replicas('shop/web'), 2)
  })

  it('of git is not accepted in the middle of a checkout either in which a file goes under the look at it', async () => {
    const world = createWorld()
    const { clock, files } = world
    const late = (path: string) => (path === '/srv/z.yaml' ? sleep(clock, 500) : Promise.resolve())
    const slow = { ...files, stat: (path: string) => late(path).then(() => files.stat(path)) }
    files.write('/srv/.git/HEAD', 'aaaa')
    for (const name of ['web', 'z']) files.write(`/srv/${name}.yaml`, service(name))
    world.start(['/srv'], { files: slow })
    await world.pass(20_000)
    files.write('/srv/.git/index.lock', '')
    files.write('/srv/web.yaml', service('web', { replicas: 2 }))
    await world.pass(400)
    files.remove('/srv/z.yaml')
    await world.pass(9_000)
    assert.equal(world.replicas('shop/web'), 1)
    files.remove('/srv/.git/index.lock')
    await world.pass(2_000)
    assert.equal(world.replicas('shop/web'), 2)
  })

  it('writes nothing when nothing changed', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    world.start()
    await world.pass(1_000)
    const version = world.store.resourceVersion
    world.files.write('/srv/web.yaml', `# a comment\n${service('web')}`)
    await world.pass(300_000)
    assert.equal(world.store.resourceVersion, version)
  })
})

const broken: readonly (readonly [string, string])[] = [
  ['half written', service('web').slice(0, -40)],
  ['cut in a key', 'apiVersion: reconcile.dev/v1\nkind: Serv'],
  ['no YAML', 'a: [b'],
  ['invalid', service('web').replace('replicas: 1', 'replicas: -1')],
  ['a typo', service('web').replace('replicas', 'repilcas')],
  ['empty', ''],
  ['blank', ' \n\n'],
  ['no manifest any more', 'hello: world\n'],
  ['of another API', service('web').replace('reconcile.dev/v1', 'apps/v1')],
  ['merged with conflicts', `<<<<<<< HEAD\n${service('web')}=======\n${service('web')}>>>>>>> other\n`],
]

describe('S1: a file that is', () => {
  for (const [name, text] of broken) {
    it(`${name} keeps its last accepted version, the others go on, and the error names file and line`, async () => {
      const world = createWorld()
      world.files.write('/srv/web.yaml', service('web'))
      world.files.write('/srv/db.yaml', service('db'))
      const source = world.start()
      await world.pass(1_000)
      world.files.write('/srv/web.yaml', text)
      world.files.write('/srv/db.yaml', service('db', { image: 'busybox:2' }))
      await world.pass(600_000)
      assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
      assert.equal(world.replicas('shop/web'), 1)
      assert.equal(world.image('shop/db'), 'busybox:2')
      const [error] = source.errors()
      assert.equal(error?.place.file, '/srv/web.yaml')
      assert.ok((error?.place.line ?? 0) >= 1 && (error?.place.column ?? 0) >= 1)
      world.files.write('/srv/web.yaml', service('web', { replicas: 3 }))
      await world.pass(1_000)
      assert.equal(world.replicas('shop/web'), 3)
      assert.deepEqual(source.errors(), [])
    })
  }

  it('broken when the process starts again keeps what was accepted before', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    const first = world.start()
    await world.pass(1_000)
    const closed = first.close()
    await world.pass(10)
    await closed
    world.files.write('/srv/web.yaml', 'a: [b')
    world.start()
    await world.pass(600_000)
    assert.deepEqual(world.services(), ['shop/web'])
  })

  it('unreadable keeps what it had', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    const source = world.start()
    await world.pass(1_000)
    world.files.fail('/srv/web.yaml', 'EACCES')
    await world.pass(600_000)
    assert.deepEqual(world.services(), ['shop/web'])
    assert.match(source.errors()[0]?.message ?? '', /permission denied/)
  })
})

const vanishings: readonly (readonly [string, (world: ReturnType<typeof createWorld>) => void])[] = [
  ['whose root vanished', ({ files }) => files.remove('/srv')],
  ['that was emptied', ({ files }) => ['/srv/web.yaml', '/srv/db/db.yaml'].forEach((path) => files.remove(path))],
  ['with a directory that may not be read', ({ files }) => files.fail('/srv/db', 'EACCES')],
  ['whose root may not be read', ({ files }) => files.fail('/srv', 'EACCES')],
  ['read with too many files open', ({ files }) => files.fail('/srv', 'EMFILE')],
  ['whose root became a file', ({ files }) => (files.remove('/srv'), files.write('/srv', 'x'))],
  ['in the middle of a checkout', ({ files }) => (files.write('/srv/.git/index.lock', ''), files.remove('/srv/db'))],
  [
    'in the middle of a rebase',
    ({ files }) => (files.makeDirectory('/srv/.git/rebase-merge'), files.remove('/srv/db')),
  ],
  [
    'in the middle of a cherry-pick',
    ({ files }) => (files.write('/srv/.git/CHERRY_PICK_HEAD', 'bbbb'), files.remove('/srv/db')),
  ],
  ['in the middle of a revert', ({ files }) => (files.write('/srv/.git/REVERT_HEAD', 'bbbb'), files.remove('/srv/db'))],
  ['in the middle of a bisect', ({ files }) => (files.write('/srv/.git/BISECT_LOG', ''), files.remove('/srv/db'))],
  [
    'with a work tree in it that is in the middle of a rebase',
    ({ files }) => (files.makeDirectory('/srv/db/.git/rebase-merge'), files.remove('/srv/db/db.yaml')),
  ],
  [
    'with a submodule that is in the middle of a checkout',
    ({ files }) => {
      files.write('/srv/db/.git', 'gitdir: ../.git/modules/db')
      files.write('/srv/.git/modules/db/index.lock', '')
      files.remove('/srv/db/db.yaml')
    },
  ],
]

describe('S2: a tree', () => {
  for (const [name, harm] of vanishings) {
    it(`${name} deletes nothing`, async () => {
      const world = createWorld()
      world.files.write('/srv/web.yaml', service('web'))
      world.files.write('/srv/db/db.yaml', service('db'))
      world.files.write('/srv/.git/HEAD', 'aaaa\n')
      world.start()
      await world.pass(1_000)
      assert.equal(world.services().length, 2)
      harm(world)
      await world.pass(3_600_000)
      assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
    })
  }

  it('with a link that led to a directory, and leads nowhere, deletes nothing below it until the link is gone', async () => {
    const world = createWorld()
    world.files.write('/srv/.releases/1/web.yaml', service('web'))
    world.files.makeLink('/srv/current', '/srv/.releases/1')
    world.files.write('/srv/db.yaml', service('db'))
    const source = world.start()
    await world.pass(1_000)
    world.files.rename('/srv/.releases/1', '/srv/.releases/2')
    await world.pass(60_000)
    assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
    assert.match(source.errors()[0]?.message ?? '', /^leads nowhere/)
    world.files.remove('/srv/current')
    await world.pass(10_000)
    assert.deepEqual([world.services(), source.errors()], [['shop/db'], []])
  })

  it('that a link leads to deletes nothing in the middle of a checkout', async () => {
    const world = createWorld()
    world.files.write('/repo/.git/HEAD', 'aaaa')
    for (const name of ['web', 'db']) world.files.write(`/repo/manifests/${name}.yaml`, service(name))
    world.files.makeLink('/srv', '/repo/manifests')
    world.start()
    await world.pass(1_000)
    assert.equal(world.services().length, 2)
    world.files.write('/repo/.git/index.lock', '')
    world.files.remove('/repo/manifests/db.yaml')
    await world.pass(3_600_000)
    assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
  })

  it('that comes back as it was changes nothing, and is followed again', async () => {
    const world = createWorld()
    world.files.write('/srv/web.yaml', service('web'))
    const source = world.start()
    await world.pass(1_000)
    const version = world.store.resourceVersion
    world.files.rename('/srv', '/away')
    await world.pass(120_000)
    assert.equal(source.errors()[0]?.reason, 'RootVanished')
    world.files.rename('/away', '/srv')
    await world.pass(10_000)
    assert.equal(world.store.resourceVersion, version)
    assert.deepEqual(source.errors(), [])
    world.files.write('/srv/web.yaml', service('web', { replicas: 2 }))
    await world.pass(1_000)
    assert.equal(world.replicas('shop/web'), 2)
  })

  it('loses a resource only when two complete readings 5 s apart lack it', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
    world.start()
    await world.pass(1_000)
    world.files.remove('/srv/db.yaml')
    await world.pass(5_000)
    assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
    await world.pass(400)
    assert.deepEqual(world.services(), ['shop/web'])
  })

  it('keeps a resource that is back within 5 s', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
    world.start()
    await world.pass(1_000)
    const uid = world.store.get('Service', 'shop/db')?.metadata.uid
    world.files.remove('/srv/db.yaml')
    await world.pass(4_000)
    world.files.write('/srv/db.yaml', service('db'))
    await world.pass(60_000)
    assert.equal(world.store.get('Service', 'shop/db')?.metadata.uid, uid)
  })

  it('deletes nothing while a file that may hold what is missing is broken', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
    world.start()
    await world.pass(1_000)
    world.files.remove('/srv/db.yaml')
    world.files.write('/srv/moved.yaml', `${service('db')}bad: [`)
    await world.pass(60_000)
    assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
  })

  for (const [name, roots, hostsReady] of [
    ['every host was listed', ['/srv'], new Promise<void>(() => {})],
    ['every root was read', ['/srv', '/other'], Promise.resolve()],
  ] as const) {
    it(`deletes nothing before ${name}`, async () => {
      const world = createWorld()
      for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
      const first = world.start()
      await world.pass(1_000)
      const closed = first.close()
      await world.pass(10)
      await closed
      world.files.remove('/srv/db.yaml')
      world.start(roots, { hostsReady })
      await world.pass(60_000)
      assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
    })
  }

  it('deletes when every root was read at last', async () => {
    const world = createWorld()
    for (const name of ['web', 'db']) world.files.write(`/srv/${name}.yaml`, service(name))
    world.start(['/srv', '/other'])
    await world.pass(1_000)
    world.files.remove('/srv/db.yaml')
    await world.pass(60_000)
    assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
    world.files.makeDirectory('/other')
    await world.pass(60_000)
    assert.deepEqual(world.services(), ['shop/web'])
  })
})
