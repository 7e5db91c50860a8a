import { deepEqual, equal, notEqual, ok } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDefaults } from '../../api/v1/validation/defaults.ts'
import { keyOf } from '../../api/v1/names.ts'
import { withBuildHashes } from '../../cli/local/request/build-hashes.ts'
import { readers } from '../../cli/local/request/read-request.ts'
import { readSideFile } from '../../store/source/disk/side-file.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const SHARED = `name: shop
services:
  migrate: { image: "shop:latest", command: migrate }
  web: { build: ./app, image: "shop:latest", command: serve, depends_on: [migrate] }
  worker: { image: "shop:latest", command: work, pull_policy: build }
`
const SAME = `name: shop
x-app: &app { build: ./app, image: "shop:latest" }
services:
  a: { <<: *app, command: a }
  b: { <<: *app, command: b }
  c: { build: ./app, command: c }
`

describe('services of one build', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'shared-'))
    mkdirSync(join(dir, 'app'))
    edit('one')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const edit = (what: string) => writeFileSync(join(dir, 'app/Dockerfile'), `FROM nginx\nENV IS=${what}\n`)

  /** Accepts a text as an apply does, and lets it be done; answers the calls. */
  async function applied(world: TestWorld, text: string, again = false): Promise<readonly string[]> {
    const { store } = world.life().ports
    const context = { variable: () => undefined, readFile: readSideFile }
    const reading = readText({ file: join(dir, 'compose.yaml'), text }, context, readers)
    deepEqual(reading.errors, [])
    const [hashed = reading] = await withBuildHashes([reading], { store, again })
    for (const { object } of hashed.manifests) {
      const whole = withDefaults(object)
      if (!store.get(object.kind, keyOf(object))) store.create(object.kind, whole)
      else
        store.update(object.kind, keyOf(object), (draft) => {
          Object.assign(draft, { spec: whole.spec })
          Object.assign(draft.metadata, { annotations: whole.metadata.annotations })
        })
    }
    equal(await world.settle(), 'quiet')
    return world.newCalls()
  }

  const made = (calls: readonly string[]) => calls.filter((call) => /POST \/(build|images)/.test(call))
  const tagsOf = (call = '') => new URL(call.replace(/^\S+ /, ''), 'http://engine').searchParams.getAll('t')
  const idsOf = ({ host }: TestWorld) => new Set(host.containers().map(({ Image }) => Image))

  for (const [words, text, names] of [
    ['one builds, and the others name its image', SHARED, ['shop-migrate', 'shop-web', 'shop-worker']],
    ['all build alike, whatever they call it', SAME, ['shop-a', 'shop-b', 'shop-c']],
  ] as const)
    it(`are built once and never pulled, at first and when the sources changed, where ${words}`, async () => {
      const world = aWorld()
      const ids: unknown[] = []
      for (const sources of ['one', 'two']) {
        edit(sources)
        const [build, ...more] = made(await applied(world, text))
        deepEqual(more, [])
        const repositories = tagsOf(build).map((tag) => tag.replace(/:.*/, ''))
        deepEqual(
          names.filter((name) => !repositories.includes(name)),
          [],
        )
        deepEqual(
          world.containers(),
          names.map((name) => `${name}-1 running`),
        )
        const [id, ...others] = idsOf(world)
        deepEqual(others, [])
        ids.push(id)
      }
      notEqual(ids[0], ids[1])
      deepEqual(await applied(world, text), [])
      equal(made(await applied(world, text, true)).length, 1)
    })

  it('go to a new build in the order in which they wait for each other', async () => {
    const ends = { config: { Cmd: ['once'] }, behaviour: { exitsAfterMs: 100, exitCode: 0 } }
    const world = aWorld({ registry: { 'shop:latest': ends } })
    const text = SHARED.replace('[migrate]', '{ migrate: { condition: service_completed_successfully } }').replaceAll(
      'command',
      'restart: "no", command',
    )
    await applied(world, text)
    edit('two')
    const calls = await applied(world, text)
    const [migrate, web] = ['migrate', 'web'].map((name) =>
      calls.findIndex((call) => call.startsWith(`POST /containers/shop-${name}-1/start`)),
    )
    ok(migrate !== undefined && web !== undefined && migrate >= 0 && migrate < web, calls.join('\n'))
  })

  it('leave one alone that ran that very build before builds were shared, until it is another one', async () => {
    const world = aWorld()
    const { store } = world.life().ports
    await applied(world, SHARED.replace(/ {2}(migrate|worker).*\n/g, '').replace(', depends_on: [migrate]', ''))
    world.service('worker', { template: { image: 'shop:latest', args: ['work'] } })
    await world.settle()
    world.newCalls()
    const text = SHARED.replace(/ {2}migrate.*\n/, '').replace(', depends_on: [migrate]', '')
    await applied(world, text)
    equal(store.get('Service', 'shop/worker')?.spec.template.build, undefined)
    edit('two')
    equal(made(await applied(world, text)).length, 1)
    equal(idsOf(world).size, 1)
    ok(store.get('Service', 'shop/worker')?.spec.template.build)
  })
})
