import { deepEqual, equal, match } from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyFiles } from '../../../../cli/local/open/core.ts'
import { hashesOf, planContents } from '../../../../cli/local/plan/contents.ts'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { contentKey } from '../../../../store/contents/disk.ts'
import { fileTree } from '../../../support/file-tree.ts'
import { aCore } from '../local-core.ts'

describe('the contents for a plan', () => {
  let home = ''
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'plan-contents-'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  it('are those of an apply once a key is kept, and say so where none is; the key is not made (S7)', async () => {
    const core = aCore(home)
    const { store } = core
    equal((await planContents({ core, store, variables: {}, declared: new Map() })).assumed, undefined)
    const file = join(home, 'token')
    writeFileSync(file, 'hunter2')
    const metadata = { name: 'token', namespace: 'shop' }
    store.create('Secret', { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { file } })
    const before = fileTree(home)
    match(
      (await planContents({ core, store, variables: {}, declared: new Map() })).assumed ?? '',
      /the first apply makes/,
    )
    deepEqual(fileTree(home), before)
    equal(hashesOf(await planContents({ core, store, variables: {}, declared: new Map() })).size, 0)
    await contentKey(keyFiles(home), true)
    const [first, second] = [0, 1].map(() => planContents({ core, store, variables: {}, declared: new Map() }))
    deepEqual(await first, await second)
    equal((await first)?.assumed, undefined)
    deepEqual(first && [...hashesOf(await first).keys()], ['Secret/shop/token'])
  })
})
