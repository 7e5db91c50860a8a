import { deepEqual, equal, match, notEqual } from 'node:assert/strict'
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AppliedStack,
  dropApplied,
  keepApplied,
  keepPartApplied,
  readApplied,
} from '../../../cli/local/desired.ts'

const shop: AppliedStack = {
  stack: 'shop',
  request: { cwd: '/srv/shop', variables: { TAG: '1' }, sources: [{ file: '/srv/shop/compose.yaml', text: 'a: 1\n' }] },
  parts: [],
  deleted: [],
  images: {},
  written: [{ id: 'Config/shop/motd', text: 'kind: Config\n' }],
}

describe('what is kept of an apply', () => {
  let dir: string
  beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'reconcile-desired-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  const written = () => statSync(join(dir, 'shop')).ino

  it('is read as it was', () => {
    keepApplied(dir, shop)
    deepEqual(readApplied(dir), [shop])
    deepEqual(readdirSync(dir), ['shop'])
  })

  it('is read as it was, however long the names of its files are', () => {
    const files = ['x'.repeat(255), `${'é'.repeat(125)}.yaml`, 'x'.repeat(254)]
    const sources = files.map((file, index) => ({ file: `/srv/${file}`, text: `a: ${index}\n` }))
    const request = { ...shop.request, sources }
    const long = { ...shop, request, parts: [{ request, ids: ['Service/shop/web' as const] }] }
    keepApplied(dir, long)
    deepEqual(readApplied(dir), [long])
    const before = written()
    keepApplied(dir, structuredClone(long))
    equal(written(), before)
  })

  it('is not written again by the same apply', () => {
    keepApplied(dir, shop)
    const before = written()
    keepApplied(dir, structuredClone(shop))
    equal(written(), before)
  })

  const change = (title: string, changed: Partial<AppliedStack>) =>
    it(`is written again with ${title}`, () => {
      keepApplied(dir, shop)
      const before = written()
      keepApplied(dir, { ...shop, ...changed })
      notEqual(written(), before)
      deepEqual(readApplied(dir), [{ ...shop, ...changed }])
    })
  change('another text', {
    request: { ...shop.request, sources: [{ file: '/srv/shop/compose.yaml', text: 'a: 2\n' }] },
  })
  change('another variable', { request: { ...shop.request, variables: { TAG: '2' } } })
  change('nothing written over the API', { written: [] })
  change('something deleted', { deleted: ['Config/shop/motd'] })

  for (const [title, killed, is] of [
    ['is the new one after a kill between the two renames', '.shop.new', '2'],
    ['is the one of before where the new one is not there', undefined, '1'],
  ] as const)
    it(title, () => {
      keepApplied(dir, shop)
      renameSync(join(dir, 'shop'), join(dir, '.shop.old'))
      const next = { ...shop, images: { web: '2' } }
      if (killed) {
        const other = mkdtempSync(join(tmpdir(), 'reconcile-desired-'))
        keepApplied(other, next)
        renameSync(join(other, 'shop'), join(dir, killed))
        rmSync(other, { recursive: true })
      }
      const before = is === '2' ? next : shop
      deepEqual(readApplied(dir), [before])
      const part = { request: { ...shop.request, only: { services: ['web'] } }, ids: ['Service/shop/web' as const] }
      keepPartApplied(dir, { stack: 'shop', images: {}, written: [], ...part })
      deepEqual(readApplied(dir), [{ ...before, images: {}, parts: [part] }])
      deepEqual(readdirSync(dir), ['shop'])
      keepApplied(dir, shop)
      dropApplied(dir, 'shop')
      deepEqual(readdirSync(dir), [])
    })

  it('is told of where it is not whole, and nobody else is passed over for it', () => {
    keepApplied(dir, shop)
    keepApplied(dir, { ...shop, stack: 'web' })
    writeFileSync(join(dir, 'shop/context.json'), '')
    const told: string[] = []
    deepEqual(
      readApplied(dir, (stack, error) => told.push(`${stack}: ${String(error)}`)).map(({ stack }) => stack),
      ['web'],
    )
    equal(told.length, 1)
    match(told[0] ?? '', /^shop: Error: \S+\/shop\/context\.json: .*JSON/)
  })

  it('is written again where a file of it is gone, or one too many', () => {
    keepApplied(dir, shop)
    const [gone = ''] = readdirSync(join(dir, 'shop'))
    unlinkSync(join(dir, 'shop', gone))
    keepApplied(dir, shop)
    deepEqual(readApplied(dir), [shop])
    writeFileSync(join(dir, 'shop', 'other'), '')
    keepApplied(dir, shop)
    equal(readdirSync(join(dir, 'shop')).includes('other'), false)
  })
})
