import { deepEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { API_VERSION } from '../../../../api/v1/kinds.ts'
import { knownContents, withContentChanges } from '../../../../cli/local/request/content-changes.ts'
import { aRevision } from '../../../support/builders.ts'
import { aCore } from '../local-core.ts'

const object = 'Secret/shop/token'
const unchanged = [{ type: 'resource', object, change: 'unchanged' }] as const
const configured = [{ type: 'resource', object, change: 'configured', details: ['its bytes changed'] }]

describe('a Secret whose manifest is the same', () => {
  let home = ''
  let store: ReturnType<typeof aCore>['store']
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'content-changes-'))
    store = aCore(home).store
    const metadata = { name: 'token', namespace: 'shop' }
    store.create('Secret', { apiVersion: API_VERSION, kind: 'Secret', metadata, spec: { stored: true } })
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))

  const toldOf = (hash: string) =>
    withContentChanges(unchanged, knownContents(store, [object]), new Map([[object, hash]]))

  it('is configured where it has other bytes than were looked at last', () => {
    deepEqual(toldOf('h2'), unchanged)
    store.putStatus('Secret', 'shop/token', { contentHash: 'h1' })
    deepEqual([toldOf('h2'), toldOf('h1')], [configured, unchanged])
  })

  it('is so where nobody looked since the start, by the newest revision of what mounts it', () => {
    const metadata = { name: 'web', namespace: 'shop' }
    store.create('Service', { apiVersion: API_VERSION, kind: 'Service', metadata, spec: { template: { image: 'x' } } })
    for (const [index, hash] of ['h0', 'h1'].entries()) {
      const revision = aRevision(hash)
      const spec = { ...revision.spec, number: index + 1, contents: { 'Secret/token': hash } }
      store.create('Revision', { ...revision, spec })
    }
    deepEqual([toldOf('h2'), toldOf('h0'), toldOf('h1')], [configured, configured, unchanged])
  })
})
