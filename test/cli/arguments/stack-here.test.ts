import { deepEqual, equal, throws } from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { namedHere, refuseOtherProject, stackHere, stackOf } from '../../../cli/arguments/stack-here.ts'
import type { Context } from '../../../cli/context.ts'

describe("the stack of a verb of Compose's", () => {
  let dir: string
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'stack-here-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  const at = (files: Readonly<Record<string, string>>, env: Context['env'] = {}): Context => {
    const cwd = join(dir, 'My Shop')
    mkdirSync(cwd)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
    return { cwd, env } as Context
  }
  const services = 'services: {}\n'

  const table: readonly (readonly [string, Readonly<Record<string, string>>, Context['env'], string])[] = [
    ['the directory', { 'compose.yaml': services }, {}, 'myshop'],
    ['name:', { 'compose.yaml': `name: shop # ours\n${services}` }, {}, 'shop'],
    ['name: in quotes', { 'compose.yaml': `name: "shop"\n${services}` }, {}, 'shop'],
    ['a variable with its default', { 'compose.yaml': 'name: ${STAGE:-dev}-shop\n' }, {}, 'dev-shop'],
    ['a variable of .env', { 'compose.yaml': 'name: ${STAGE:-dev}-shop\n', '.env': 'STAGE=test' }, {}, 'test-shop'],
    ['COMPOSE_PROJECT_NAME', { 'compose.yaml': services }, { COMPOSE_PROJECT_NAME: 'blog' }, 'blog'],
    ['COMPOSE_PROJECT_NAME of .env', { 'compose.yaml': services, '.env': 'COMPOSE_PROJECT_NAME=blog' }, {}, 'blog'],
    ['the override', { 'compose.yaml': 'name: a\n', 'compose.override.yaml': 'name: b\n' }, {}, 'b'],
    ['COMPOSE_FILE', { 'a.yaml': services, 'b.yaml': 'name: b\n' }, { COMPOSE_FILE: 'a.yaml:b.yaml' }, 'b'],
  ]
  for (const [what, files, env, stack] of table)
    it(`is that of ${what}`, () => equal(stackOf(at(files, env), undefined), stack))

  it('is the one given, and nothing is read for it', () =>
    equal(stackOf(at({}, { COMPOSE_FILE: 'none.yaml' }), 'blog'), 'blog'))

  it('is any where there is no project, and asked for where one is needed', () => {
    const context = at({})
    equal(stackOf(context, undefined), undefined)
    throws(() => stackHere(context, 'kill'), /kill of what\?/)
  })

  it('is what a verb without names is about; with names, where they are looked for', () => {
    const context = at({ 'compose.yaml': 'name: shop\n' })
    const [none, web] = [[], [{ name: 'web' }]]
    const shop = [{ kind: 'Stack', name: 'shop' }]
    deepEqual(namedHere(context, 'kill', { named: none, stack: undefined }), { named: shop, stack: 'shop' })
    deepEqual(namedHere(context, 'kill', { named: web, stack: undefined }), { named: web, stack: 'shop' })
    deepEqual(namedHere(context, 'kill', { named: web, stack: 'blog' }), { named: web, stack: 'blog' })
    const elsewhere = { ...context, cwd: dir }
    deepEqual(namedHere(elsewhere, 'kill', { named: web, stack: undefined }), { named: web })
    throws(() => namedHere(elsewhere, 'kill', { named: none, stack: undefined }), /kill of what\?/)
  })

  it('is refused where the environment names another one than the project has, as -n is not', () => {
    const context = at({ 'compose.yaml': 'name: shop\n' }, { COMPOSE_PROJECT_NAME: 'blog' })
    throws(() => stackOf(context, undefined), /a name of its own, shop, and COMPOSE_PROJECT_NAME is blog/)
    equal(stackOf(context, 'shop'), 'shop')
    equal(stackOf({ ...context, env: { COMPOSE_PROJECT_NAME: 'shop' } }, undefined), 'shop')
    throws(() => refuseOtherProject(context, 'wiki'), /-p wiki: the Compose file here has a name of its own, shop/)
  })

  it('is asked for where its variable is not set, or its file not there', () => {
    const context = at({ 'compose.yaml': 'name: ${STAGE:?which one}\n' })
    throws(() => stackOf(context, undefined), /which one.*/)
    throws(() => stackOf({ ...context, env: { COMPOSE_FILE: 'none.yaml' } }, undefined), /none.yaml can't be read/)
  })
})
