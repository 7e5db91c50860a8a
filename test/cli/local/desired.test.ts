import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AppliedStack, keepApplied, readApplied } from '../../../cli/local/desired.ts'

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
