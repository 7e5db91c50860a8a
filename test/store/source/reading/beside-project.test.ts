import { deepEqual, equal, match } from 'node:assert/strict'
import { join } from 'node:path'
import { createWorld, service } from '../world.ts'

const compose = (name: string, image: string, more = '') => `services:\n  ${name}:\n    image: ${image}\n${more}`
const OVER = 'services:\n  web:\n    image: x:prod\n'
const INCOMPLETE = 'services:\n  web:\n    user: prod\n'
const LIST = 'COMPOSE_FILE=docker-compose.yml:docker-compose.prod.yml\n'

const quiet = 1_000
/** Longer than a deletion by a file change waits. */
const longer = 60_000

/** A watched tree with these files, read once. */
async function watched(files: Readonly<Record<string, string>>) {
  const world = createWorld()
  const write = (path: string, text: string) => world.files.write(`/srv/${path}`, text)
  for (const [path, text] of Object.entries(files)) write(path, text)
  const source = world.start()
  await world.pass(quiet)
  return {
    ...world,
    write,
    remove: (path: string) => world.files.remove(`/srv/${path}`),
    user: (key: string) => world.store.get('Service', key)?.spec.template.user,
    errors: () =>
      source.errors().map(({ place, message }) => `${place.file.replace('/srv/', '')}:${place.line} ${message}`),
    warnings: () => world.lines.filter((line) => line.startsWith('warning: ')),
  }
}

describe('a variant of the project beside it', () => {
  for (const [main, variant] of [
    ['docker-compose.yml', 'docker-compose.prod.yml'],
    ['compose.yaml', 'compose.dev.yaml'],
    ['compose.yml', 'docker-compose.test.yml'],
    ['docker-compose.yaml', 'compose.ci.local.yml'],
  ] as const)
    it(`is passed over, which is said: ${variant} beside ${main}`, async () => {
      for (const text of [INCOMPLETE, OVER, 'services: {web: {', '']) {
        const world = await watched({ [`shop/${main}`]: compose('web', 'x:1'), [`shop/${variant}`]: text })
        deepEqual([world.services(), world.image('shop/web'), world.errors()], [['shop/web'], 'x:1', []], text)
        const [warning = '', ...more] = world.warnings()
        equal(more.length, 0)
        match(warning, new RegExp(`^warning: /srv/shop/${variant}:1:1: is passed over: ${main} is the project here`))
        match(warning, new RegExp(`write COMPOSE_FILE=${main}:${variant} into the .env beside it`))
      }
    })

  it('is to be merged over the override file as well, which COMPOSE_FILE has to name then', async () => {
    const world = await watched({
      'shop/compose.yaml': compose('web', 'x:1'),
      'shop/compose.override.yaml': INCOMPLETE,
      'shop/compose.prod.yaml': OVER,
    })
    match(world.warnings().join(), /COMPOSE_FILE=compose\.yaml:compose\.override\.yaml:compose\.prod\.yaml /)
  })

  it('is a project of its own with a name of its own, whole, and stays one while it is broken (S1)', async () => {
    const own = `name: dev\n${compose('web', 'x:dev')}`
    const world = await watched({ 'shop/compose.yaml': compose('web', 'x:1'), 'shop/compose.dev.yaml': own })
    deepEqual([world.services(), world.warnings(), world.errors()], [['dev/web', 'shop/web'], [], []])
    world.write('shop/compose.dev.yaml', 'name: dev\nservices:\n  web: {user: u}\n')
    await world.pass(longer)
    deepEqual([world.services(), world.image('dev/web')], [['dev/web', 'shop/web'], 'x:dev'])
    match(world.errors().join(), /^shop\/compose\.dev\.yaml:3 needs image or build$/)
    world.remove('shop/compose.dev.yaml')
    await world.pass(longer)
    deepEqual([world.services(), world.errors()], [['shop/web'], []])
  })

  it('is passed over with a name of its own that is not whole, and says what it lacks', async () => {
    const own = `name: dev\n${INCOMPLETE}`
    const world = await watched({ 'shop/compose.yaml': compose('web', 'x:1'), 'shop/compose.dev.yaml': own })
    deepEqual([world.services(), world.errors()], [['shop/web'], []])
    match(world.warnings().join(), /as a project of its own, dev, it is not whole: .*:3:3: services\.web: needs image/)
  })

  it('is a project where no file with one of the names of Compose is beside it, and goes on when one comes', async () => {
    const world = await watched({ 'shop/compose.monitoring.yaml': compose('probe', 'x:1') })
    deepEqual([world.services(), world.warnings()], [['shop/probe'], []])
    world.write('shop/compose.yaml', compose('web', 'x:1'))
    await world.pass(longer)
    deepEqual([world.services(), world.errors()], [['shop/probe', 'shop/web'], []])
    world.write('shop/compose.monitoring.yaml', compose('probe', 'x:2'))
    await world.pass(quiet)
    equal(world.image('shop/probe'), 'x:2')
  })

  it('is what it says where it has manifests', async () => {
    const world = await watched({ 'shop/compose.yaml': compose('web', 'x:1'), 'shop/compose.more.yaml': service('db') })
    deepEqual([world.services(), world.warnings()], [['shop/db', 'shop/web'], []])
  })

  it('does not come to count by itself while the project is blank or half written (S1)', async () => {
    const world = await watched({ 'shop/compose.yaml': compose('web', 'x:1'), 'shop/compose.prod.yaml': OVER })
    for (const text of ['', 'services: {']) {
      world.write('shop/compose.yaml', text)
      await world.pass(longer)
      deepEqual([world.services(), world.image('shop/web')], [['shop/web'], 'x:1'])
    }
  })
})

describe('COMPOSE_FILE in the .env of a watched directory', () => {
  const files = { 'shop/docker-compose.yml': compose('web', 'x:1'), 'shop/docker-compose.prod.yml': INCOMPLETE }

  it('says which files are the project, in their order, and live', async () => {
    const world = await watched({ ...files, 'shop/.env': LIST, 'shop/docker-compose.dev.yml': OVER })
    deepEqual([world.image('shop/web'), world.user('shop/web'), world.errors()], ['x:1', 'prod', []])
    match(world.warnings().join(), /docker-compose\.dev\.yml:1:1: is passed over: COMPOSE_FILE in the \.env/)
    world.write('shop/.env', 'COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=./docker-compose.yml;docker-compose.dev.yml\n')
    await world.pass(quiet)
    deepEqual([world.image('shop/web'), world.user('shop/web'), world.errors()], ['x:prod', undefined, []])
    world.write('shop/docker-compose.dev.yml', OVER.replace('prod', 'dev'))
    await world.pass(quiet)
    deepEqual([world.image('shop/web'), world.errors()], ['x:dev', []])
  })

  it('says it alone: the override file is merged only where it is named', async () => {
    const override = { 'shop/docker-compose.override.yml': OVER }
    const world = await watched({ ...files, ...override, 'shop/.env': LIST })
    deepEqual([world.image('shop/web'), world.user('shop/web'), world.errors()], ['x:1', 'prod', []])
    match(world.warnings().join(), /override\.yml:1:1: is passed over: COMPOSE_FILE/)
    world.write('shop/.env', 'COMPOSE_FILE=docker-compose.yml:docker-compose.override.yml')
    await world.pass(quiet)
    deepEqual([world.image('shop/web'), world.user('shop/web')], ['x:prod', undefined])
  })

  it('may begin with any file of the directory, and name others elsewhere below the root', async () => {
    const world = await watched({
      'shop/base.yml': compose('web', 'x:1'),
      'shop/docker-compose.yml': compose('other', 'x:1'),
      'common/logs.yml': INCOMPLETE,
      'shop/.env': 'COMPOSE_FILE=base.yml:../common/logs.yml',
    })
    const errors = world.errors().filter((each) => !each.startsWith('common/'))
    deepEqual([world.services(), world.user('shop/web'), errors], [['shop/web'], 'prod', []])
  })

  it('moves the project to other files, with what goes by the usual rules', async () => {
    const world = await watched({
      ...files,
      'shop/new.yml': compose('web', 'x:2'),
      'shop/.env': 'COMPOSE_FILE=docker-compose.yml',
    })
    world.write('shop/.env', 'COMPOSE_FILE=new.yml')
    await world.pass(longer)
    deepEqual([world.services(), world.image('shop/web'), world.errors()], [['shop/web'], 'x:2', []])
  })

  for (const [what, list, expected] of [
    ['is not there', 'docker-compose.yml:prod.yml', /^names \/srv\/shop\/prod\.yml, which is not there: make it/],
    [
      'is not there, the first',
      'compose.yml:docker-compose.yml',
      /^names \/srv\/shop\/compose\.yml, which is not there/,
    ],
    ['is out of the root', 'docker-compose.yml:/etc/prod.yml', /^names \/etc\/prod\.yml, which is not in \/srv: put/],
    [
      'is in another directory, the first',
      '../x/compose.yml',
      /^begins with .* the project is that of \/srv\/x: set COMPOSE_FILE/,
    ],
    ['has another kind of name, the first', '.hidden.yml', /^begins with .*, which is not read in a directory/],
  ] as const)
    it(`is an error that says where it stands, and keeps what there was, where a file ${what} (S1)`, async () => {
      const more = { 'shop/docker-compose.prod.yml': compose('db', 'x:1'), 'shop/.env': LIST }
      const world = await watched({ ...files, ...more })
      deepEqual(world.services(), ['shop/db', 'shop/web'])
      world.write('shop/.env', `# which\nCOMPOSE_FILE=${list}\n`)
      world.write('shop/docker-compose.yml', compose('web', 'x:2'))
      await world.pass(longer)
      deepEqual([world.services(), world.image('shop/web')], [['shop/db', 'shop/web'], 'x:1'])
      for (const error of world.errors().filter((each) => !/kept until/.test(each))) {
        match(error, /^shop\/\.env:2 /)
        match(error.slice('shop/.env:2 '.length), expected)
      }
      world.write('shop/.env', LIST)
      await world.pass(quiet)
      deepEqual([world.image('shop/web'), world.errors()], ['x:2', []])
    })

  it('that is gone takes nothing away, until it is said that the one file is meant (S1)', async () => {
    const world = await watched({
      ...files,
      'shop/docker-compose.prod.yml': `${INCOMPLETE}${compose('db', 'x').slice('services:\n'.length)}`,
      'shop/.env': LIST,
    })
    deepEqual([world.services(), world.user('shop/web')], [['shop/db', 'shop/web'], 'prod'])
    for (const text of ['', 'A=1\n', undefined]) {
      if (text === undefined) world.remove('shop/.env')
      else world.write('shop/.env', text)
      await world.pass(longer)
      deepEqual([world.services(), world.user('shop/web')], [['shop/db', 'shop/web'], 'prod'])
      match(
        world.errors().join(),
        /docker-compose\.yml:1 COMPOSE_FILE, which made one project of docker-compose\.yml, docker-compose\.prod\.yml here, is not set/,
      )
    }
    world.write('shop/docker-compose.yml', compose('web', 'x:2'))
    await world.pass(longer)
    deepEqual(
      [world.services(), world.image('shop/web'), world.user('shop/web')],
      [['shop/db', 'shop/web'], 'x:1', 'prod'],
    )
    world.write('shop/.env', 'COMPOSE_FILE=docker-compose.yml')
    await world.pass(longer)
    deepEqual([world.services(), world.user('shop/web'), world.errors()], [['shop/web'], undefined, []])
  })

  for (const part of ['prod.conf', '.prod.yml', '../deploy.d/prod'])
    it(`that is gone takes nothing away that only the list reads: ${part} (S1)`, async () => {
      const list = `COMPOSE_FILE=docker-compose.yml:${part}\n`
      const main = { 'shop/docker-compose.yml': compose('web', 'x:1') }
      const world = await watched({ ...main, [join('shop', part)]: INCOMPLETE, 'shop/.env': list })
      equal(world.user('shop/web'), 'prod')
      world.remove('shop/.env')
      await world.pass(longer)
      equal(world.user('shop/web'), 'prod')
      match(world.errors().join(), /COMPOSE_FILE, which made one project of docker-compose\.yml, \.?prod/)
    })

  it('that is gone has no other file take the place of the project, nor the override file merged (S1)', async () => {
    const world = await watched({
      'shop/base.yml': compose('web', 'x:1'),
      'shop/docker-compose.yml': compose('debug', 'x:1'),
      'blog/docker-compose.yml': compose('web', 'x:1'),
      'blog/docker-compose.override.yml': INCOMPLETE,
      'shop/.env': 'COMPOSE_FILE=base.yml',
      'blog/.env': 'COMPOSE_FILE=docker-compose.yml',
    })
    for (const path of ['shop/.env', 'blog/.env']) world.remove(path)
    await world.pass(longer)
    deepEqual([world.services(), world.user('blog/web')], [['blog/web', 'shop/web'], undefined])
    deepEqual(
      world.errors().map((each) => each.slice(0, 60)),
      [
        'blog/docker-compose.yml:1 COMPOSE_FILE, which made one projec',
        'shop/base.yml:1 COMPOSE_FILE, which made one project of base.',
      ].map((each) => each.slice(0, 60)),
    )
  })

  it('that is gone is no matter where it made no difference', async () => {
    const world = await watched({
      'shop/docker-compose.yml': compose('web', 'x:1'),
      'shop/.env': 'COMPOSE_FILE=docker-compose.yml',
    })
    world.remove('shop/.env')
    await world.pass(quiet)
    deepEqual(world.errors(), [])
  })

  it('keeps the parts of a project that can not be parsed from becoming stacks (S1)', async () => {
    const world = await watched({
      'shop/docker-compose.yml': 'services: {',
      'shop/prod.yml': OVER,
      'shop/.env': 'COMPOSE_FILE=docker-compose.yml:prod.yml',
    })
    deepEqual(world.services(), [])
    equal(world.errors().length, 1)
  })

  it('leaves other Compose files of the directory alone, as they are called', async () => {
    const world = await watched({ ...files, 'shop/.env': LIST, 'shop/probe.yml': compose('probe', 'x:1') })
    deepEqual([world.services(), world.errors()], [['shop/probe', 'shop/web'], []])
  })
})
