import assert from 'node:assert/strict'
import { createWorld } from '../world.ts'

const compose = (name: string, image: string, more = '') => `services:\n  ${name}:\n    image: ${image}\n${more}`

/** A watched tree with these files, read once. */
async function watched(files: Readonly<Record<string, string>>) {
  const world = createWorld()
  const write = (path: string, text: string) => world.files.write(`/srv/${path}`, text)
  for (const [path, text] of Object.entries(files)) write(path, text)
  let source = world.start()
  await world.pass(1_000)
  return {
    ...world,
    write,
    errors: () =>
      source.errors().map(({ place, message }) => `${place.file.replace('/srv/', '')}:${place.line} ${message}`),
    async again() {
      await source.close()
      source = world.start()
      await world.pass(world.settings.resyncMs + 1_000)
    },
  }
}

const quiet = 1_000
/** Longer than a deletion by a file change waits. */
const longer = 60_000

describe('a project of several files in a watched tree', () => {
  it('is merged with the override file beside it, and follows each change of that', async () => {
    const world = await watched({
      'shop/compose.yaml': compose('web', 'x:1'),
      'shop/compose.override.yaml': compose('web', 'x:2'),
    })
    assert.deepEqual([world.services(), world.image('shop/web'), world.errors()], [['shop/web'], 'x:2', []])
    world.write('shop/compose.override.yaml', compose('web', 'x:3'))
    await world.pass(quiet)
    assert.equal(world.image('shop/web'), 'x:3')
    world.files.remove('/srv/shop/compose.override.yaml')
    await world.pass(quiet)
    assert.equal(world.image('shop/web'), 'x:1')
    world.write('shop/docker-compose.override.yml', compose('web', 'x:4'))
    await world.pass(quiet)
    assert.equal(world.image('shop/web'), 'x:4')
  })

  it('is kept as it was accepted last while one of its files is no UTF-8 (S1)', async () => {
    const bytes = (text: string) => Buffer.from(text, 'latin1')
    const world = await watched({
      'shop/compose.yaml': `include: [db.yaml]\n${compose('web', 'x:1', '    env_file: e.env\n')}`,
      'shop/db.yaml': compose('db', 'x:1'),
      'shop/e.env': 'A=1',
    })
    for (const file of ['db.yaml', 'compose.override.yaml']) {
      world.files.write(`/srv/shop/${file}`, bytes(compose('web', 'x:2', '    user: pässe\n')))
      await world.pass(quiet)
      assert.equal(world.image('shop/web'), 'x:1')
      assert.match(world.errors().join(), /line 4 is not UTF-8/)
      world.write(`shop/${file}`, compose('db', 'x:1'))
      await world.pass(quiet)
      assert.deepEqual(world.errors(), [])
    }
    world.files.write('/srv/shop/e.env', bytes('# pässe\nA=2'))
    await world.pass(quiet)
    assert.deepEqual(world.errors(), [])
  })

  it('keeps its override file beside one that Compose would read first, while that is blank or half written (S1)', async () => {
    const world = await watched({
      'shop/docker-compose.yml': compose('web', 'x:1'),
      'shop/docker-compose.override.yml': `${compose('web', 'x:2')}  db:\n    image: x:1\n`,
    })
    for (const text of ['', '# soon\n', 'services: {']) {
      world.write('shop/compose.yaml', text)
      await world.pass(longer)
      assert.deepEqual([world.services(), world.image('shop/web')], [['shop/db', 'shop/web'], 'x:2'], text)
    }
  })

  it('is kept as it was accepted last while one of its files is broken (S1)', async () => {
    const world = await watched({
      'shop/compose.yaml': compose('web', 'x:1'),
      'shop/compose.override.yaml': compose('web', 'x:2'),
    })
    world.write('shop/compose.override.yaml', 'services:\n  web: {image: ')
    world.write('shop/compose.yaml', compose('web', 'x:5'))
    await world.pass(quiet)
    assert.equal(world.image('shop/web'), 'x:2')
    assert.match(world.errors().join(), /^shop\/compose\.override\.yaml:2 /)
    world.write('shop/compose.override.yaml', 'services: {web: {user: u}}')
    await world.pass(quiet)
    assert.deepEqual([world.image('shop/web'), world.errors()], ['x:5', []])
  })

  it('has what it includes and extends, which are no stacks of their own', async () => {
    const world = await watched({
      'shop/compose.yaml': `include: [db/compose.yaml]\n${compose('web', 'x', '    extends: {file: common.yaml, service: base}\n')}`,
      'shop/db/compose.yaml': compose('db', 'postgres:16', '    env_file: db.env\n'),
      'shop/db/db.env': 'A=1\n',
      'shop/common.yaml': compose('base', 'never', '    user: one\n'),
    })
    assert.deepEqual([world.services().sort(), world.errors()], [['shop/db', 'shop/web'], []])
    const web = () => world.store.get('Service', 'shop/web')?.spec.template
    assert.equal(web()?.user, 'one')
    world.write('shop/common.yaml', compose('base', 'never', '    user: two\n'))
    world.write('shop/db/compose.yaml', compose('db', 'postgres:17', '    env_file: db.env\n'))
    world.write('shop/db/db.env', 'A=2\n')
    await world.pass(quiet)
    const db = world.store.get('Service', 'shop/db')?.spec.template
    assert.deepEqual([web()?.user, db?.image, db?.env], ['two', 'postgres:17', [{ name: 'A', value: '2' }]])
  })

  it('keeps its parts from becoming stacks while it is broken itself, also after a restart (S1)', async () => {
    const world = await watched({
      'shop/compose.yaml': `include: [db/compose.yaml]\n${compose('web', 'x')}`,
      'shop/db/compose.yaml': compose('db', 'postgres'),
    })
    world.write('shop/compose.yaml', 'include: [db/compose.yaml]\nservices: {web: {')
    await world.pass(quiet)
    assert.deepEqual(world.services().sort(), ['shop/db', 'shop/web'])
    await world.again()
    assert.deepEqual(world.services().sort(), ['shop/db', 'shop/web'])
    assert.match(world.errors().join(), /^shop\/compose\.yaml:2 /)
  })

  it('keeps those from it too that one of its parts extends since, and that changed nothing', async () => {
    const main = 'include: [z.yaml]\nservices:\n  web: {image: x:1'
    const world = await watched({ 'shop/compose.yaml': `${main}}\n`, 'shop/z.yaml': compose('app', 'x:1') })
    world.write('shop/base.yaml', compose('base', 'x:1'))
    world.write('shop/z.yaml', 'services: {app: {extends: {file: base.yaml, service: base}}}\n')
    await world.pass(longer)
    assert.deepEqual([world.services(), world.errors()], [['shop/app', 'shop/web'], []])
    world.write('shop/compose.yaml', main)
    await world.pass(longer)
    assert.deepEqual(world.services(), ['shop/app', 'shop/web'])
  })

  it('is kept as it was accepted last while a file that it includes is cut off (S1)', async () => {
    const db = `# of the database\n${compose('db', 'postgres')}`
    const world = await watched({
      'shop/compose.yaml': `include: [db.yaml]\n${compose('web', 'x:1')}`,
      'shop/db.yaml': db,
    })
    for (const bytes of [0, 10, db.indexOf(':') + 1]) {
      world.write('shop/db.yaml', db.slice(0, bytes))
      await world.pass(longer)
      assert.deepEqual(world.services(), ['shop/db', 'shop/web'])
      assert.match(world.errors().join(), /db.yaml holds no Compose file: it is empty/)
    }
  })

  for (const [part, main] of [
    ['compose.override.yaml', compose('web', 'x:1')],
    ['db.yaml', `include: [db.yaml]\n${compose('web', 'x:1')}`],
    ['compose.yaml', compose('web', 'x:1')],
  ] as const)
    it(`is kept as it was accepted last while ${part} is cut off before its services (S1)`, async () => {
      const head = (image: string) => `name: shop\nvolumes: {data: {}}\n${compose('db', image)}`
      const world = await watched({ 'shop/compose.yaml': main, [`shop/${part}`]: head('x:1') })
      const before = world.services()
      const text = head('x:2')
      world.write(`shop/${part}`, text.slice(0, text.indexOf('services:') + 'services:'.length))
      await world.pass(longer)
      assert.deepEqual(world.services(), before)
      assert.deepEqual(world.errors(), [`shop/${part}:3 must be a map, not nothing: declare one, or take it out`])
      world.write(`shop/${part}`, text)
      await world.pass(longer)
      assert.deepEqual([world.services(), world.image('shop/db'), world.errors()], [before, 'x:2', []])
    })

  it('says where it names a file that is not there, and takes that up when it comes', async () => {
    const world = await watched({ 'shop/compose.yaml': `${compose('web', 'x')}include:\n- db/c.yaml\n` })
    assert.deepEqual(world.services(), [])
    assert.match(world.errors().join(), /^shop\/compose\.yaml:5 \/srv\/shop\/db\/c\.yaml is not there/)
    world.write('shop/db/c.yaml', compose('db', 'postgres'))
    await world.pass(quiet)
    assert.deepEqual(world.services().sort(), ['shop/db', 'shop/web'])
  })

  it('whose files include each other in a circle says so once, and declares nothing', async () => {
    const world = await watched({
      'shop/a.yaml': `include: [b.yaml]\n${compose('a', 'x')}`,
      'shop/b.yaml': `include: [a.yaml]\n${compose('b', 'x')}`,
    })
    assert.deepEqual(world.services(), [])
    assert.equal(world.errors().length, 1)
    assert.match(world.errors().join(), /in a circle: \/srv\/shop\/a\.yaml:1 → \/srv\/shop\/b\.yaml:1/)
  })

  it('extends a service of a file that runs as a stack, which goes on to', async () => {
    const world = await watched({ 'db/base.yaml': `name: basestack\n${compose('base', 'x:1')}` })
    world.write('web/compose.yaml', compose('web', 'y', '    extends: {file: ../db/base.yaml, service: base}\n'))
    await world.pass(longer)
    assert.deepEqual([world.services(), world.errors()], [['basestack/base', 'web/web'], []])
    world.write('db/base.yaml', `name: basestack\n${compose('base', 'x:2')}`)
    world.write('web/compose.yaml', 'services: {web: {')
    await world.pass(longer)
    assert.deepEqual([world.services(), world.image('basestack/base')], [['basestack/base', 'web/web'], 'x:2'])
  })

  it('stays as it was when it includes a file that runs as a stack, which goes on to (S1)', async () => {
    const world = await watched({
      'db/compose.yaml': compose('db', 'postgres'),
      'web/compose.yaml': compose('web', 'x:1'),
    })
    world.write('web/compose.yaml', `${compose('web', 'x:2')}include:\n- ../db/compose.yaml\n`)
    await world.pass(longer)
    assert.deepEqual([world.services(), world.image('web/web')], [['db/db', 'web/web'], 'x:1'])
    const refused = /^web\/compose\.yaml:5 \/srv\/db\/compose\.yaml also runs as the stack db: /
    assert.match(world.errors().join(), refused)
    await world.again()
    assert.deepEqual(world.services(), ['db/db', 'web/web'])
    assert.match(world.errors().join(), refused)
    world.write('web/compose.yaml', `${compose('web', 'x:2')}include:\n- ../db/part.yaml\n`)
    world.files.remove('/srv/db/compose.yaml')
    world.write('db/part.yaml', compose('db', 'postgres'))
    await world.pass(longer)
    assert.deepEqual([world.services(), world.errors()], [['web/db', 'web/web'], []])
  })

  it('takes over a file of the same stack that it includes', async () => {
    const world = await watched({ 'shop/compose.yaml': compose('web', 'x'), 'shop/db.yaml': compose('db', 'postgres') })
    world.write('shop/compose.yaml', `${compose('web', 'x')}include: [db.yaml]\n`)
    await world.pass(longer)
    assert.deepEqual([world.services(), world.errors()], [['shop/db', 'shop/web'], []])
    world.write('shop/db.yaml', compose('db', 'postgres:17'))
    await world.pass(longer)
    assert.deepEqual([world.image('shop/db'), world.errors()], ['postgres:17', []])
  })

  it('tells of an override file that stands alone', async () => {
    const world = await watched({ 'shop/compose.override.yaml': compose('web', 'x') })
    assert.deepEqual(world.services(), [])
    assert.match(world.lines.join('\n'), /compose\.override\.yaml.* is merged over a compose\.yaml beside it/)
  })
})
