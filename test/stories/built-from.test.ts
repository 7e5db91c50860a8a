import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDefaults } from '../../api/v1/validation/defaults.ts'
import { keyOf } from '../../api/v1/names.ts'
import { withBuildHashes } from '../../cli/local/request/build-hashes.ts'
import { interestOf } from '../../cli/local/plan/interest.ts'
import { readers } from '../../cli/local/request/read-request.ts'
import { readSideFile } from '../../store/source/disk/side-file.ts'
import { readText } from '../../store/source/reading/read-applied.ts'
import { planOf } from '../support/plan-of.ts'
import { aWorld, type TestWorld } from '../support/world.ts'

const SHOP = `name: shop
services:
  api: { build: ./api, command: serve }
  base: { build: ./base, image: shop/base, command: nothing, scale: 0 }
  top: { build: ./top, command: serve }
`

describe('a build of what another service of its file builds, by the name of its image', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'built-from-'))
    write('base', 'FROM nginx\nENV IS=one\n')
    write('api', 'FROM shop/base AS built\nFROM nginx\nCOPY --from=built / /\n')
    write('top', 'FROM shop-api\n')
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  const write = (name: string, text: string) => {
    mkdirSync(join(dir, name), { recursive: true })
    writeFileSync(join(dir, name, 'Dockerfile'), text)
  }

  /** Accepts a text as an apply does; answers the first tag of each build that follows. */
  async function accepted(world: TestWorld, text: string): Promise<void> {
    const { store } = world.life().ports
    const context = { variable: () => undefined, readFile: readSideFile }
    const reading = readText({ file: join(dir, 'compose.yaml'), text }, context, readers)
    deepEqual(reading.errors, [])
    const [hashed = reading] = await withBuildHashes([reading], { store, again: false })
    for (const { object } of hashed.manifests) {
      const whole = withDefaults(object)
      if (!store.get(object.kind, keyOf(object))) store.create(object.kind, whole)
      else
        store.update(object.kind, keyOf(object), (draft) => {
          Object.assign(draft, { spec: whole.spec })
          Object.assign(draft.metadata, { annotations: whole.metadata.annotations })
        })
    }
  }

  const tagsOf = (calls: readonly { readonly path: string }[]) =>
    calls.flatMap(({ path }) => {
      const { pathname, searchParams } = new URL(path, 'http://engine')
      return pathname === '/build' ? [searchParams.get('t') ?? ''] : []
    })
  const names = (tags: readonly string[]) => tags.map((tag) => tag.replace(/:.*/, ''))

  /** The tags of the builds of an apply, in their order, as its plan has them. */
  async function built(world: TestWorld, text: string): Promise<readonly string[]> {
    const before = world.calls.length
    await accepted(world, text)
    const { calls } = await planOf(world, { interest: interestOf(world.life().ports.store, 'default') })
    equal(await world.settle(), 'quiet')
    const tags = tagsOf(world.calls.slice(before))
    deepEqual(tagsOf(calls), tags)
    return tags
  }

  it('comes after that, wherever that runs, and anew when its sources changed (S8)', async () => {
    const world = aWorld()
    const first = await built(world, SHOP)
    deepEqual(names(first), ['shop-base', 'shop-api', 'shop-top'])
    deepEqual(world.containers(), ['shop-api-1 running', 'shop-top-1 running'])
    deepEqual(await built(world, SHOP), [])
    write('base', 'FROM nginx\nENV IS=two\n')
    const second = await built(world, SHOP)
    deepEqual(names(second), ['shop-base', 'shop-api', 'shop-top'])
    for (const [index, tag] of second.entries()) notEqual(tag, first[index])
    write('top', 'FROM shop-api\nENV X=y\n')
    deepEqual(names(await built(world, SHOP)), ['shop-top'])
  })

  it('has that under its name again where the name has come to mean another build meanwhile', async () => {
    const world = aWorld()
    const [one] = await built(world, SHOP)
    write('base', 'FROM nginx\nENV IS=two\n')
    await built(world, SHOP)
    write('base', 'FROM nginx\nENV IS=one\n')
    write('api', 'FROM shop/base\nENV X=y\n')
    const again = await built(world, SHOP)
    deepEqual([names(again), again[0]], [['shop-base', 'shop-api', 'shop-top'], one])
  })

  it('may have one Dockerfile with that, of which each takes its own stages', async () => {
    const stages = 'FROM nginx AS base\nFROM shop/base AS api\nFROM shop-api AS top\n'
    for (const name of ['api', 'base', 'top']) write(name, stages)
    const text = SHOP.replace(/build: \.\/(\w+)/g, 'build: { context: ./$1, target: $1 }')
    deepEqual(names(await built(aWorld(), text)), ['shop-base', 'shop-api', 'shop-top'])
  })

  it('ends where it comes back to itself', async () => {
    const world = aWorld()
    write('base', 'FROM shop-top\n')
    await accepted(world, SHOP)
    equal(await world.settle(), 'quiet')
    deepEqual(world.containers(), ['shop-api-1 running', 'shop-top-1 running'])
  })
})
