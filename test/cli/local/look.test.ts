import { deepEqual, equal } from 'node:assert/strict'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { describeObject, getObject, listObjects, notesIn } from '../../../cli/local/look.ts'
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

describe('what is noted of files', () => {
  it('is told of one stack where it may concern that one', () => {
    const { store } = aCore(join(tmpdir(), 'nowhere'))
    const problem = (message: string, ...stacks: string[]) => ({
      reason: 'NameClaimed',
      message,
      resources: [],
      stacks,
    })
    store.putFact('problem', '/srv', [
      problem('a', 'shop'),
      problem('b', 'blog'),
      problem('c'),
      problem('d', 'blog', 'shop'),
    ])
    const hold = (id: string, ...resources: string[]) => ({
      id,
      root: '/srv',
      reason: 'MassDeletion',
      message: id,
      resources,
    })
    for (const each of [hold('e', 'Service/shop/web'), hold('f', 'Service/blog/web'), hold('g', 'Node/h1')])
      store.putFact('hold', each.id, each)
    const told = (stack?: string) => {
      const { problems, holds } = notesIn(store, stack)
      return [...problems, ...holds].map(({ message }) => message).join('')
    }
    deepEqual([told(), told('shop'), told('other')], ['abcdefg', 'acdeg', 'cg'])
  })
})
