import { equal } from 'node:assert/strict'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { describeObject, getObject, listObjects } from '../../../cli/local/look.ts'
import { aCore } from './local-core.ts'

describe('objects that are looked at', () => {
  it('are redacted once for each state, however many ask', () => {
    const core = aCore(join(tmpdir(), 'nowhere'))
    const metadata = { name: 'app', namespace: 'shop' }
    const config = {
      apiVersion: API_VERSION,
      kind: 'Config',
      metadata,
      spec: { content: 'password: hunter2' },
    } as const
    core.store.create('Config', config)
    const ref = { kind: 'Config', ...metadata } as const
    const [first] = listObjects(core.store, 'Config', {}).items
    equal(JSON.stringify(first).includes('hunter2'), false)
    equal(listObjects(core.store, 'Config', {}).items[0], first)
    equal(getObject(core.store, ref), first)
    equal(describeObject(core, ref, [])?.object, first)
  })
})
