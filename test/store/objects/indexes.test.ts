import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { service, storeInVirtualTime, task } from './samples.ts'

const template = {
  image: 'busybox',
  networks: [{ network: 'front' }, { network: 'back', ipv4Address: '10.5.0.4' }],
  mounts: [
    { type: 'Volume', source: 'data', target: '/data' },
    { type: 'Volume', source: 'data', target: '/more' },
    { type: 'Volume', target: '/anonymous' },
    { type: 'Bind', source: '/etc', target: '/etc' },
  ],
  secrets: [{ secret: 'key' }],
  configs: [{ config: 'conf' }],
  ports: [
    { containerPort: 80, hostPort: 8080 },
    { containerPort: 53, hostPort: 53, protocol: 'udp' },
    { containerPort: 81 },
    { containerPort: 82, hostPort: 9000, hostPortEnd: 9010 },
  ],
} as V1TaskTemplate

describe('the indexes of the store', () => {
  const rows: readonly [index: string, value: string, keys: readonly string[]][] = [
    ['service', 'shop/web', ['shop/web-1', 'shop/web-2']],
    ['service', 'shop/db', ['shop/db-1']],
    ['node', 'local', ['shop/web-1']],
    ['claim', 'local/8080/tcp', ['shop/web-1']],
    ['claim', 'local/53/udp', ['shop/web-1']],
    ['claim', 'local/9000/tcp', []],
    ['claim', 'local/shop/back 10.5.0.4', ['shop/web-1']],
    ['unbound', 'shop/web', ['shop/web-2']],
    ['unbound', 'shop/db', ['shop/db-1']],
    ['network', 'shop/front', ['shop/web-1', 'shop/web-2']],
    ['network', 'shop/back', ['shop/web-1', 'shop/web-2']],
    ['network', 'shop/default', ['shop/db-1']],
    ['volume', 'shop/data', ['shop/web-1', 'shop/web-2']],
    ['volume', 'shop//etc', []],
    ['secret', 'shop/key', ['shop/web-1', 'shop/web-2']],
    ['config', 'shop/conf', ['shop/web-1', 'shop/web-2']],
    ['namespace', 'shop', ['shop/web-1', 'shop/web-2', 'shop/db-1']],
    ['namespace', 'other', []],
  ]
  for (const [index, value, keys] of rows) {
    it(`find tasks by ${index} ${value}`, async () => {
      const { store } = await storeInVirtualTime()
      store.create('Task', task('web-1', { node: 'local', template }))
      store.create('Task', task('web-2', { template }))
      store.create('Task', task('db-1'))
      const found = store.by('Task', index as 'service', value)
      assert.deepEqual([...found.keys()], keys)
      assert.equal(found.size, keys.length)
    })
  }

  it('find no task by unbound that is about to go', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Task', task('db-1'))
    store.update('Task', 'shop/db-1', (draft) => void (draft.spec.desiredState = 'Removed'))
    assert.deepEqual([store.by('Task', 'unbound', 'shop/db').size, store.by('Task', 'unbound', '*').size], [0, 0])
  })

  it('find the services that may not have decided, by generation, revision and deletion', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Service', service('web', { finalizers: ['x'] }))
    const undecided = () => [...store.by('Service', 'undecided', 'true').keys()]
    const decide = (observedGeneration: number) =>
      store.putStatus('Service', 'shop/web', { observedGeneration, updateRevision: 'r' })
    assert.deepEqual(undecided(), ['shop/web'])
    store.putStatus('Service', 'shop/web', { observedGeneration: 1 })
    assert.deepEqual(undecided(), ['shop/web'], 'it has no revision')
    decide(1)
    assert.deepEqual(undecided(), [])
    store.update('Service', 'shop/web', (draft) => void (draft.spec.replicas = 2))
    assert.deepEqual(undecided(), ['shop/web'])
    decide(2)
    assert.deepEqual(undecided(), [])
    store.delete('Service', 'shop/web')
    decide(3)
    assert.deepEqual(undecided(), ['shop/web'])
  })

  it('show the present object, and are a map in every way', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Task', task('web-1'))
    store.update('Task', 'shop/web-1', (draft) => void (draft.status = { phase: 'Running' }))
    const found = store.by('Task', 'service', 'shop/web')
    const present = store.get('Task', 'shop/web-1')
    const visited: unknown[] = []
    found.forEach((object, key, map) => visited.push([object, key, map === found]))
    assert.deepEqual(visited, [[present, 'shop/web-1', true]])
    assert.deepEqual([...found], [['shop/web-1', present]])
    assert.deepEqual([...found.entries()], [...found])
    assert.equal([...found.values()][0], present)
    assert.equal(found.get('shop/web-1'), present)
    assert.ok(found.has('shop/web-1') && !found.has('shop/web-2'))
  })

  it('know other kinds by namespace', async () => {
    const { store } = await storeInVirtualTime()
    store.create('Service', service('web'))
    assert.deepEqual([...store.by('Service', 'namespace', 'shop').keys()], ['shop/web'])
  })

  for (const kind of ['Network', 'Volume'] as const)
    it(`know each ${kind} by its name on hosts, which may change and be that of several`, async () => {
      const { store } = await storeInVirtualTime()
      const declare = (namespace: string, spec: { hostName?: string; external?: boolean }) =>
        store.create(kind, { apiVersion: 'reconcile.dev/v1', kind, metadata: { name: 'data', namespace }, spec })
      const named = (hostName: string) => [...store.by(kind, 'hostName', hostName).keys()]
      declare('shop', {})
      declare('blog', { external: true })
      assert.deepEqual([named('shop_data'), named('data')], [['shop/data'], ['blog/data']])
      store.update(kind, 'blog/data', (draft) => void (draft.spec.hostName = 'shop_data'))
      assert.deepEqual([named('shop_data'), named('data')], [['shop/data', 'blog/data'], []])
    })

  it('say the same as a search through everything, after any changes', async () => {
    const names = fc.constantFrom('web-1', 'web-2', 'db-1')
    const step = fc.record({
      name: names,
      what: fc.constantFrom('create', 'bind', 'free', 'try', 'status', 'mount', 'delete'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { store } = await storeInVirtualTime()
        for (const { name, what } of steps) {
          const key = `shop/${name}`
          if (what === 'delete') store.delete('Task', key)
          else if (what !== 'create') store.update('Task', key, (draft) => recipes[what](draft as never))
          else if (store.get('Task', key) === undefined) store.create('Task', task(name))
        }
        const all = [...store.list('Task')]
        const where = (test: (each: (typeof all)[number][1]) => boolean) =>
          all.filter(([, each]) => test(each)).map(([key]) => key)
        const by = (index: 'node' | 'unbound' | 'untried' | 'volume', value: string) =>
          [...store.by('Task', index, value).keys()].sort()
        assert.deepEqual(by('node', 'local'), where(({ spec }) => spec.node === 'local').sort())
        const isOfWeb = ({ spec }: (typeof all)[number][1]) => spec.node === undefined && spec.service === 'web'
        assert.deepEqual(by('unbound', 'shop/web'), where(isOfWeb).sort())
        const isUntried = ({ spec, status }: (typeof all)[number][1]) => spec.node === undefined && !status?.reason
        assert.deepEqual(by('untried', '*'), where(isUntried).sort())
        const ofWeb = where(({ spec }) => spec.service === 'web')
        assert.deepEqual([...store.crowded('Task', 'service')], ofWeb.length > 1 ? ['shop/web'] : [])
        assert.deepEqual(by('volume', 'shop/data'), where(({ spec }) => spec.template.mounts !== undefined).sort())
      }),
      { numRuns: 200 },
    )
  })
})

interface Changed {
  spec: { node?: string; template: V1TaskTemplate }
  status?: { restarts?: number; reason?: string }
}
const recipes: Readonly<Record<'bind' | 'free' | 'try' | 'status' | 'mount', (draft: Changed) => void>> = {
  bind: (draft) => void (draft.spec.node = 'local'),
  free: (draft) => void delete draft.spec.node,
  try: (draft) => void (draft.status = { reason: 'NoNodeFits' }),
  status: (draft) => void (draft.status = { restarts: (draft.status?.restarts ?? 0) + 1 }),
  mount: (draft) => void (draft.spec.template = template),
}
