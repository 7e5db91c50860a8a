import assert from 'node:assert/strict'
import { createWorld } from '../world.ts'

const compose = (...services: string[]) =>
  `services:\n${services.map((service) => `  ${service}\n`).join('')}volumes: {data: {}}\n`
const web = 'web: {image: x, volumes: ["data:/data"]}'
const tool = 'tool: {image: x, profiles: [tools]}'
/** Longer than the deletion of a whole stack waits. */
const longer = 120_000

/** A watched tree with a Compose file and its variables, read once. */
async function watched(text: string, variables: string) {
  const world = createWorld()
  const write = (path: string, text: string) => world.files.write(`/srv/shop/${path}`, text)
  write('.env', variables)
  write('compose.yaml', text)
  const source = world.start()
  await world.pass(1_000)
  const look = async (ms = longer) => {
    await world.pass(ms)
    return { services: world.services(), errors: source.errors().map(({ message }) => message) }
  }
  return { ...world, write, look }
}

describe('a variable that is not set any more', () => {
  const lost: readonly (readonly [how: string, change: (world: Awaited<ReturnType<typeof watched>>) => void])[] = [
    ['its file is gone', ({ files }) => files.remove('/srv/shop/.env')],
    ['its file is blank', ({ write }) => write('.env', '')],
    ['its line is gone', ({ write }) => write('.env', 'OTHER=1')],
  ]
  const names: readonly (readonly [name: string, text: string, variable: string])[] = [
    ['COMPOSE_PROJECT_NAME', compose(web), 'COMPOSE_PROJECT_NAME'],
    ['name: ${NAME}', `name: \${NAME}\n${compose(web)}`, 'NAME'],
    ['name: ${NAME:-other}', `name: \${NAME:-other}\n${compose(web)}`, 'NAME'],
  ]
  for (const [how, change] of lost) {
    for (const [name, text, variable] of names)
      it(`makes no other stack, and deletes none, by ${name} where ${how} (S1)`, async () => {
        const world = await watched(text, `${variable}=prod`)
        change(world)
        const { services, errors } = await world.look()
        assert.deepEqual(services, ['prod/web'])
        assert.match(
          errors.join(),
          new RegExp(`of the stack \\w+, as ${variable} is not set, and .*was of prod: set it`),
        )
        world.write('.env', `${variable}=prod`)
        assert.deepEqual(await world.look(), { services: ['prod/web'], errors: [] })
      })

    it(`takes no service of a profile away where ${how} (S1)`, async () => {
      const world = await watched(compose(web, tool), 'COMPOSE_PROFILES=tools')
      change(world)
      const { services, errors } = await world.look()
      assert.deepEqual(services, ['shop/tool', 'shop/web'])
      assert.match(errors.join(), /leaves out Service\/shop\/tool, as COMPOSE_PROFILES is not set/)
      world.write('.env', 'COMPOSE_PROFILES=tools')
      assert.deepEqual(await world.look(), { services: ['shop/tool', 'shop/web'], errors: [] })
    })
  }

  it('takes no service of a profile away where its file is edited beside it, or while that is said (S1)', async () => {
    const world = await watched(compose(web, tool), 'COMPOSE_PROFILES=tools')
    world.files.remove('/srv/shop/.env')
    for (const image of ['y', 'z']) {
      world.write('compose.yaml', compose(`web: {image: ${image}}`, tool))
      const { services, errors } = await world.look()
      assert.deepEqual(services, ['shop/tool', 'shop/web'])
      assert.match(errors.join(), /leaves out Service\/shop\/tool, as COMPOSE_PROFILES is not set/)
    }
    world.write('.env', 'COMPOSE_PROFILES=')
    assert.deepEqual(await world.look(), { services: ['shop/web'], errors: [] })
  })

  it('is said alone where nothing but services of a profile is in the file', async () => {
    const world = await watched(compose(tool), 'COMPOSE_PROFILES=tools')
    world.files.remove('/srv/shop/.env')
    const { services, errors } = await world.look()
    assert.deepEqual([services, errors.length], [['shop/tool'], 1])
    assert.match(errors.join(), /COMPOSE_PROFILES is not set/)
  })

  it('is not said where a name: was taken out', async () => {
    const world = await watched(`name: prod\n${compose(web)}`, '')
    world.write('compose.yaml', compose(web))
    assert.deepEqual(await world.look(), { services: ['shop/web'], errors: [] })
  })

  it('is not said where a name: was put in, and is taken out again', async () => {
    const world = await watched(compose(web), '')
    world.write('compose.yaml', `name: other\n${compose(web)}`)
    await world.look(5_000)
    world.write('compose.yaml', compose(web))
    assert.deepEqual(await world.look(), { services: ['shop/web'], errors: [] })
  })

  it('makes no other stack where its file is edited beside it (S1)', async () => {
    const world = await watched(compose(web), 'COMPOSE_PROJECT_NAME=prod')
    world.files.remove('/srv/shop/.env')
    world.write('compose.yaml', compose(web.replace('x', 'y')))
    const { services, errors } = await world.look()
    assert.deepEqual(services, ['prod/web'])
    assert.deepEqual(errors, [
      'is of the stack shop, as COMPOSE_PROJECT_NAME is not set, and no name: is given, and was of prod: set it again, or write name: prod at its top; where shop is meant, write name: shop at its top',
    ])
  })

  it('lets a stack be renamed and a service be left out once that is written', async () => {
    const world = await watched(compose(web, tool), 'COMPOSE_PROJECT_NAME=prod\nCOMPOSE_PROFILES=tools')
    world.files.remove('/srv/shop/.env')
    await world.look()
    world.write('.env', 'COMPOSE_PROFILES=')
    world.write('compose.yaml', `name: other\n${compose(web, tool)}`)
    assert.deepEqual(await world.look(), { services: ['other/web'], errors: [] })
  })
})

describe('a variable that is set to another value', () => {
  it('renames a stack', async () => {
    const world = await watched(compose(web), 'COMPOSE_PROJECT_NAME=prod')
    world.write('.env', 'COMPOSE_PROJECT_NAME=other')
    assert.deepEqual(await world.look(), { services: ['other/web'], errors: [] })
  })

  it('leaves a service out', async () => {
    const world = await watched(compose(web, tool), 'COMPOSE_PROFILES=tools')
    world.write('.env', 'COMPOSE_PROFILES=')
    assert.deepEqual(await world.look(), { services: ['shop/web'], errors: [] })
  })
})

describe('a variable that never was set', () => {
  it('is no reason to keep a service that is put into a profile', async () => {
    const world = await watched(compose(web, 'tool: {image: x}'), '')
    world.write('compose.yaml', compose(web, tool))
    assert.deepEqual(await world.look(), { services: ['shop/web'], errors: [] })
  })

  it('is no reason to keep a service that is in the file no more', async () => {
    const world = await watched(compose(web, 'more: {image: x}', tool), '')
    world.write('compose.yaml', compose(web, tool))
    assert.deepEqual(await world.look(), { services: ['shop/web'], errors: [] })
  })
})
